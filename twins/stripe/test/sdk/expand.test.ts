import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";

const KEY = "sk_test_expand";
let twin: Harness;
let stripe: Stripe;
let product: Stripe.Product;
let price: Stripe.Price;

beforeAll(async () => {
  twin = await startTwin();
  stripe = twin.sdk(KEY);
  product = await stripe.products.create({ name: "P", default_price_data: { currency: "usd", unit_amount: 100 } });
  price = await stripe.prices.retrieve(product.default_price as string);
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("expand", () => {
  test("an id becomes its object, nested and in lists, on reads and writes", async () => {
    expect(price.product).toBe(product.id);
    const expanded = await stripe.prices.retrieve(price.id, { expand: ["product"] });
    expect(expanded).toEqual({ ...price, product });
    const nested = await stripe.prices.retrieve(price.id, { expand: ["product.default_price"] });
    expect(nested.product).toMatchObject({ id: product.id, default_price: { id: price.id, product: product.id } });
    const listed = await stripe.prices.list({ expand: ["data.product.default_price.product"] });
    expect(listed.data[0]).toMatchObject({ product: { default_price: { product: { id: product.id } } } });
    const written = await stripe.prices.update(price.id, { nickname: "n", expand: ["product"] });
    expect(written.product).toEqual(product);
  });

  test("an expanded answer changes nothing that is stored", async () => {
    await stripe.prices.retrieve(price.id, { expand: ["product.default_price"] });
    expect((await stripe.products.retrieve(product.id)).default_price).toBe(price.id);
  });

  test("what is not shown unless asked for", async () => {
    const { id } = await stripe.customers.create({ address: { country: "DE" } });
    const bare = await stripe.customers.retrieve(id);
    for (const field of ["tax", "sources", "subscriptions", "tax_ids"]) expect(bare).not.toHaveProperty(field);
    const full = await stripe.customers.retrieve(id, { expand: ["tax", "sources", "subscriptions", "tax_ids"] });
    const empty = { object: "list", data: [], has_more: false, total_count: 0 };
    expect(full).toMatchObject({
      tax: { automatic_tax: "not_collecting", location: { country: "DE" } },
      sources: { ...empty, url: `/v1/customers/${id}/sources` },
      subscriptions: empty,
      tax_ids: empty,
    });
  });

  test.each([
    [
      "a field that is no reference",
      "/v1/prices/:price?expand[]=metadata",
      "This property cannot be expanded (metadata).",
    ],
    [
      "a nested field that is none",
      "/v1/prices/:price?expand[]=product.name",
      "This property cannot be expanded (product.name).",
    ],
    [
      "a list without data",
      "/v1/prices?expand[]=product",
      "This property cannot be expanded (product). You may want to try expanding 'data.product' instead.",
    ],
    ["data itself", "/v1/prices?expand[]=data", "This property cannot be expanded (data)."],
    [
      "five levels",
      "/v1/prices?expand[]=data.product.default_price.product.default_price",
      "You cannot expand more than 4 levels of a property. Property: data.product.default_price.product.default_price",
    ],
  ])("%s is refused", async (_, path, message) => {
    const { status, body } = await twin.wire(`GET ${path.replace(":price", price.id)}`, { key: KEY });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: "invalid_request_error", message });
  });

  test("a write whose expand is refused is undone", async () => {
    const key = "sk_test_expand_undone";
    await expect(twin.sdk(key).customers.create({ expand: ["email"] })).rejects.toMatchObject({ statusCode: 400 });
    expect((await twin.sdk(key).customers.list()).data).toEqual([]);
  });
});
