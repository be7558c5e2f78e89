import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, KEY as HARNESS_KEY, startTwin } from "../support/harness.ts";

const KEY = "sk_test_search";
let twin: Harness;
let stripe: Stripe;

beforeAll(async () => {
  twin = await startTwin();
  stripe = twin.sdk(KEY);
  await stripe.customers.create({ name: "Ada Example", email: "ada@example.com", metadata: { tier: "gold" } });
  await twin.advance("1h", KEY);
  await stripe.customers.create({ name: "Grace Example", email: "grace@example.com", metadata: { tier: "silver" } });
  await stripe.customers.create({ name: 'Quo"te', phone: "+15550100" });
  const { id } = await stripe.products.create({ name: "Shirt", active: false, url: "https://example.com/shirt" });
  await stripe.prices.create({ currency: "eur", unit_amount: 1, product: id, recurring: { interval: "month" } });
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("search", () => {
  test.each([
    ['email:"ada@example.com"', ["Ada Example"]],
    ["email:'ADA@example.com'", ["Ada Example"]],
    ['name~"exam"', ["Grace Example", "Ada Example"]],
    ['-name~"exam"', ['Quo"te']],
    ['name~"exam" AND metadata["tier"]:"gold"', ["Ada Example"]],
    ['name~"exam" metadata["tier"]:"silver"', ["Grace Example"]],
    ['email:"ada@example.com" OR phone:"+15550100"', ['Quo"te', "Ada Example"]],
    ['metadata["tier"]:null', ['Quo"te']],
    ['-metadata["tier"]:null', ["Grace Example", "Ada Example"]],
    ['name:"Quo\\"te"', ['Quo"te']],
    [`created<${Date.UTC(2026, 10, 23, 12, 30) / 1_000}`, ["Ada Example"]],
    [`created>=${Date.UTC(2026, 10, 23, 13) / 1_000}`, ['Quo"te', "Grace Example"]],
  ])("customers by %s", async (query, names) => {
    const { data } = await stripe.customers.search({ query });
    expect(data.map(({ name }) => name)).toEqual(names);
  });

  test("products and prices", async () => {
    const products = await stripe.products.search({ query: "active:'false' AND url~'shirt'" });
    expect(products.data.map(({ name }) => name)).toEqual(["Shirt"]);
    const prices = await stripe.prices.search({
      query: `product:"${products.data[0]!.id}" AND type:"recurring"`,
      expand: ["data.product"],
    });
    expect(prices.data).toMatchObject([{ currency: "eur", product: { name: "Shirt" } }]);
    expect((await stripe.prices.search({ query: "currency:'usd'" })).data).toEqual([]);
  });

  test("pages are walked by token, and the count is shown on request", async () => {
    const query = "name~'exam'";
    const first = await stripe.customers.search({ query, limit: 1, expand: ["total_count"] });
    expect(first).toMatchObject({
      object: "search_result",
      has_more: true,
      total_count: 2,
      url: "/v1/customers/search",
    });
    const second = await stripe.customers.search({ query, limit: 1, page: first.next_page! });
    expect(second).toMatchObject({ has_more: false, next_page: null, data: [{ name: "Ada Example" }] });
    expect(second).not.toHaveProperty("total_count");
    const all: (string | null | undefined)[] = [];
    for await (const { name } of stripe.customers.search({ query, limit: 1 })) all.push(name);
    expect(all).toEqual(["Grace Example", "Ada Example"]);
  });

  test.each([
    ["nonsense", /unable to parse/],
    ['name:"open', /unable to parse/],
    ['colour:"red"', /Field `colour` is an unsupported search field for resource `customers`/],
    ['name:"a" AND email:"b" OR phone:"c"', /AND and OR/],
    ['name~"ab"', /at least 3 characters/],
    ["created~12345", /does not support/],
    ['metadata:"x"', /unsupported search field/],
  ])("%s is refused", async (query, message) => {
    await expect(stripe.customers.search({ query })).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(message),
    });
  });

  test.each(["customers", "products", "prices"] as const)(
    "%s: the query is required, a bad page is refused",
    async (noun) => {
      const missing = await twin.wire(`GET /v1/${noun}/search`, { key: KEY });
      expect(missing.body.error).toMatchObject({ code: "parameter_missing", param: "query" });
      const page = await twin.wire(`GET /v1/${noun}/search?query=${encodeURIComponent("metadata['a']:'b'")}&page=x`, {
        key: KEY,
      });
      expect(page.status).toBe(400);
      expect(page.body.error.message).toBe("x is an invalid page.");
    },
  );
});

test("with the quirk search_lag an object is found a minute after it was made, and read at once", async () => {
  await using lagging = await startTwin();
  const sdk = lagging.sdk();
  const query = "name:'Ada'";
  const found = async () => (await sdk.customers.search({ query, expand: ["total_count"] })).total_count;
  const switched = await lagging.wire("PUT /admin/quirks/search_lag", { key: HARNESS_KEY });
  expect(switched.body).toMatchObject({ id: "search_lag", on: true, default: false });
  const { id } = await sdk.customers.create({ name: "Ada" });
  expect((await sdk.customers.retrieve(id)).id).toBe(id);
  expect(await found()).toBe(0);
  await lagging.advance("59s");
  expect(await found()).toBe(0);
  await lagging.advance("1s");
  expect(await found()).toBe(1);
  await sdk.customers.create({ name: "Ada" });
  await lagging.wire("DELETE /admin/quirks/search_lag", { key: HARNESS_KEY });
  expect(await found()).toBe(2);
});
