import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

async function productIn(stripe: Stripe): Promise<string> {
  return (await stripe.products.create({ name: "P" })).id;
}

describe("prices", () => {
  test("a one-time price has every field at its default", async () => {
    const { body } = await twin.wire("POST /v1/prices", {
      form: { currency: "USD", unit_amount: "1000", "product_data[name]": "P" },
    });
    expect(body).toEqual({
      id: expect.stringMatching(/^price_1[A-Za-z0-9]{23}$/),
      object: "price",
      active: true,
      billing_scheme: "per_unit",
      created: expect.any(Number),
      currency: "usd",
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: expect.stringMatching(/^prod_/),
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: 1000,
      unit_amount_decimal: "1000",
    });
  });

  test("recurring, decimal, custom and tiered amounts", async () => {
    const stripe = twin.sdk("sk_test_prices_amounts");
    const product = await productIn(stripe);
    const monthly = await stripe.prices.create({
      currency: "usd",
      product,
      unit_amount: 500,
      recurring: { interval: "month", trial_period_days: 14 },
    });
    expect(monthly).toMatchObject({
      type: "recurring",
      recurring: { interval: "month", interval_count: 1, meter: null, trial_period_days: 14, usage_type: "licensed" },
    });
    const decimal = await twin.wire("POST /v1/prices", {
      key: "sk_test_prices_amounts",
      form: { currency: "usd", product, unit_amount_decimal: "123.450" },
    });
    expect(decimal.body).toMatchObject({ unit_amount: null, unit_amount_decimal: "123.45" });
    const custom = await stripe.prices.create({
      currency: "usd",
      product,
      custom_unit_amount: { enabled: true, minimum: 100, preset: 500 },
    });
    expect(custom).toMatchObject({
      custom_unit_amount: { maximum: null, minimum: 100, preset: 500 },
      unit_amount: null,
    });
    const tiered = await stripe.prices.create({
      currency: "usd",
      product,
      billing_scheme: "tiered",
      tiers_mode: "graduated",
      recurring: { interval: "month" },
      tiers: [
        { up_to: 5, unit_amount: 500 },
        { up_to: "inf", flat_amount: 10 },
      ],
    });
    expect(tiered).not.toHaveProperty("tiers");
    const expanded = await stripe.prices.retrieve(tiered.id, { expand: ["tiers"] });
    expect(expanded.tiers).toMatchObject([
      { up_to: 5, unit_amount: 500, flat_amount: null },
      { up_to: null, unit_amount: null, flat_amount: 10 },
    ]);
  });

  test("currency_options are shown on request and changed by currency", async () => {
    const stripe = twin.sdk("sk_test_prices_currencies");
    const product = await productIn(stripe);
    const made = await stripe.prices.create({
      currency: "usd",
      product,
      unit_amount: 500,
      currency_options: { eur: { unit_amount: 450 } },
    });
    expect(made).not.toHaveProperty("currency_options");
    const changed = await stripe.prices.update(made.id, {
      currency_options: { gbp: { unit_amount: 400 } },
      expand: ["currency_options"],
    });
    expect(Object.keys(changed.currency_options ?? {})).toEqual(["usd", "eur", "gbp"]);
    expect(changed.currency_options?.["eur"]).toMatchObject({ unit_amount: 450, tax_behavior: "unspecified" });
  });

  test.each<[string, Record<string, string>, object]>([
    ["no product", { unit_amount: "1" }, { message: /either `product` or `product_data`/ }],
    [
      "two products",
      { unit_amount: "1", product: "prod_x", "product_data[name]": "x" },
      { message: /^You may only specify one of these parameters: product, product_data\.$/, param: "product" },
    ],
    ["an unknown product", { unit_amount: "1", product: "prod_nope" }, { code: "resource_missing", param: "product" }],
    ["no amount", { "product_data[name]": "x" }, { message: /^Prices require an `unit_amount`/ }],
    ["a negative amount", { "product_data[name]": "x", unit_amount: "-1" }, { param: "unit_amount" }],
    [
      "a metered price",
      {
        "product_data[name]": "x",
        unit_amount: "1",
        "recurring[interval]": "month",
        "recurring[usage_type]": "metered",
      },
      { message: /must be backed by meters/ },
    ],
    [
      "a tiered one-time price",
      { "product_data[name]": "x", billing_scheme: "tiered", tiers_mode: "volume", "tiers[0][up_to]": "inf" },
      { param: "interval" },
    ],
    [
      "too long an interval",
      { "product_data[name]": "x", unit_amount: "1", "recurring[interval]": "year", "recurring[interval_count]": "4" },
      { param: "recurring[interval_count]" },
    ],
    [
      "an unknown currency option",
      { unit_amount: "1", "currency_options[xyz][unit_amount]": "1" },
      { param: "currency_options[xyz]" },
    ],
  ])("%s is refused and leaves nothing behind", async (_, form, problem) => {
    const key = "sk_test_prices_refused";
    const { status, body } = await twin.wire("POST /v1/prices", { key, form: { currency: "usd", ...form } });
    expect(status).toBe(400);
    for (const [field, expected] of Object.entries(problem)) expect(body.error[field]).toMatch(expected);
    expect((await twin.wire("GET /v1/products", { key })).body.data).toEqual([]);
    expect((await twin.wire("GET /v1/events", { key })).body.data).toEqual([]);
  });

  test("a lookup key belongs to one price until it is transferred", async () => {
    const stripe = twin.sdk("sk_test_prices_lookup");
    const product = await productIn(stripe);
    const holder = await stripe.prices.create({ currency: "usd", product, unit_amount: 1, lookup_key: "std" });
    await expect(
      stripe.prices.create({ currency: "usd", product, unit_amount: 2, lookup_key: "std" }),
    ).rejects.toMatchObject({
      message: `A price (\`${holder.id}\`) already uses that lookup key.`,
      param: "lookup_key",
    });
    const taker = await stripe.prices.create({
      currency: "usd",
      product,
      unit_amount: 2,
      lookup_key: "std",
      transfer_lookup_key: true,
    });
    expect((await stripe.prices.retrieve(holder.id)).lookup_key).toBeNull();
    expect((await stripe.prices.list({ lookup_keys: ["std"] })).data.map(({ id }) => id)).toEqual([taker.id]);
    const [event] = (await stripe.events.list({ type: "price.updated" })).data;
    expect(event?.data).toMatchObject({ object: { id: holder.id }, previous_attributes: { lookup_key: "std" } });
    expect((await stripe.prices.update(taker.id, { lookup_key: "std" })).lookup_key).toBe("std");
  });

  test("an update changes what may change; tax behaviour is set once", async () => {
    const stripe = twin.sdk("sk_test_prices_update");
    const product = await productIn(stripe);
    const { id } = await stripe.prices.create({ currency: "usd", product, unit_amount: 1, metadata: { a: "1" } });
    const changed = await stripe.prices.update(id, {
      active: false,
      nickname: "old",
      metadata: { b: "2" },
      tax_behavior: "inclusive",
    });
    expect(changed).toMatchObject({ active: false, nickname: "old", metadata: { a: "1", b: "2" } });
    await expect(stripe.prices.update(id, { tax_behavior: "exclusive" })).rejects.toMatchObject({
      param: "tax_behavior",
    });
    await expect(stripe.prices.update(id, { unit_amount: 5 } as never)).rejects.toMatchObject({
      code: "parameter_unknown",
      param: "unit_amount",
    });
    await expect(stripe.prices.retrieve("price_nope")).rejects.toMatchObject({ statusCode: 404, param: "price" });
  });

  test("the list filters by product, type, interval, currency and activity", async () => {
    const stripe = twin.sdk("sk_test_prices_list");
    const product = await productIn(stripe);
    const once = await stripe.prices.create({ currency: "usd", product, unit_amount: 1, active: false });
    const yearly = await stripe.prices.create({
      currency: "eur",
      product,
      unit_amount: 1,
      recurring: { interval: "year" },
    });
    const foreign = await stripe.prices.create({ currency: "eur", unit_amount: 1, product_data: { name: "x" } });
    const ids = async (query: Stripe.PriceListParams): Promise<string[]> =>
      (await stripe.prices.list(query)).data.map((price) => price.id);
    expect(await ids({ product })).toEqual([yearly.id, once.id]);
    expect(await ids({ product, type: "one_time" })).toEqual([once.id]);
    expect(await ids({ recurring: { interval: "year" } })).toEqual([yearly.id]);
    expect(await ids({ currency: "eur" })).toEqual([foreign.id, yearly.id]);
    expect(await ids({ active: false })).toEqual([once.id]);
    await expect(stripe.prices.list({ product: "prod_none" })).rejects.toMatchObject({ statusCode: 400 });
  });
});
