import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("products", () => {
  test("a product with only a name has every field at its default", async () => {
    const { body } = await twin.wire("POST /v1/products", { form: { name: "Plan" } });
    expect(body).toEqual({
      id: expect.stringMatching(/^prod_[A-Za-z0-9]{14}$/),
      object: "product",
      active: true,
      created: expect.any(Number),
      default_price: null,
      description: null,
      images: [],
      livemode: false,
      marketing_features: [],
      metadata: {},
      name: "Plan",
      package_dimensions: null,
      shippable: null,
      statement_descriptor: null,
      tax_code: null,
      tax_details: null,
      type: "service",
      unit_label: null,
      updated: body.created,
      url: null,
    });
  });

  test("an update changes what it names, and empty values unset", async () => {
    const stripe = twin.sdk("sk_test_products_update");
    const made = await stripe.products.create({
      id: "prod_mine",
      name: "Shirt",
      description: "cotton",
      images: ["https://example.com/shirt.png"],
      marketing_features: [{ name: "soft" }],
      package_dimensions: { height: 1, length: 2.5, weight: 3, width: 4 },
      shippable: true,
      url: "https://example.com/shirt",
      tax_details: { tax_code: "txcd_10000000" },
    });
    expect(made).toMatchObject({ id: "prod_mine", package_dimensions: { length: 2.5 }, shippable: true });
    await twin.advance("90s", "sk_test_products_update");
    const changed = await stripe.products.update("prod_mine", {
      name: "T-shirt",
      description: "",
      images: "",
      package_dimensions: "",
      marketing_features: "",
      url: "",
      metadata: { size: "M" },
    });
    expect(changed).toEqual({
      ...made,
      name: "T-shirt",
      description: null,
      images: [],
      package_dimensions: null,
      marketing_features: [],
      url: null,
      metadata: { size: "M" },
      updated: made.created + 90,
    });
    expect(await stripe.products.retrieve("prod_mine")).toEqual(changed);
    await expect(stripe.products.create({ id: "prod_mine", name: "again" })).rejects.toMatchObject({
      statusCode: 400,
      code: "resource_already_exists",
    });
  });

  test("default_price_data makes the default price, and default_price takes only a price of the product", async () => {
    const stripe = twin.sdk("sk_test_products_default_price");
    const made = await stripe.products.create({
      name: "Plan",
      default_price_data: { currency: "eur", unit_amount: 900, recurring: { interval: "month" } },
      expand: ["default_price"],
    });
    expect(made.default_price).toMatchObject({ object: "price", product: made.id, unit_amount: 900, currency: "eur" });
    const other = await stripe.prices.create({ currency: "eur", unit_amount: 1, product_data: { name: "Other" } });
    await expect(stripe.products.update(made.id, { default_price: other.id })).rejects.toMatchObject({
      statusCode: 400,
      param: "default_price",
    });
  });

  test("the list filters; a product with prices stays, one without can go", async () => {
    const stripe = twin.sdk("sk_test_products_list");
    const a = await stripe.products.create({ name: "a", active: false, url: "https://example.com/a" });
    const b = await stripe.products.create({ name: "b", type: "good", shippable: true });
    const ids = async (query: Parameters<typeof stripe.products.list>[0]): Promise<string[]> =>
      (await stripe.products.list(query)).data.map((product) => product.id);
    expect(await ids({ active: false })).toEqual([a.id]);
    expect(await ids({ shippable: true })).toEqual([b.id]);
    expect(await ids({ type: "good" })).toEqual([b.id]);
    expect(await ids({ url: "https://example.com/a" })).toEqual([a.id]);
    expect(await ids({ ids: [a.id, "prod_none"] })).toEqual([a.id]);
    await stripe.prices.create({ currency: "usd", unit_amount: 5, product: b.id });
    await expect(stripe.products.del(b.id)).rejects.toMatchObject({
      statusCode: 400,
      message: "This product cannot be deleted because it has one or more user-created prices.",
    });
    expect(await stripe.products.del(a.id)).toEqual({ id: a.id, object: "product", deleted: true });
    await expect(stripe.products.retrieve(a.id)).rejects.toMatchObject({ statusCode: 404, param: "id" });
  });
});
