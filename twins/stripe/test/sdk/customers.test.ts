import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("customers", () => {
  test("a bare customer has every field at its default", async () => {
    const made = await twin.wire("POST /v1/customers", { form: {} });
    expect(made.status).toBe(200);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^cus_[A-Za-z0-9]{14}$/),
      object: "customer",
      address: null,
      balance: 0,
      created: expect.any(Number),
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      description: null,
      discount: null,
      email: null,
      invoice_prefix: expect.stringMatching(/^[0-9A-Z]{8}$/),
      invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
      livemode: false,
      metadata: {},
      name: null,
      next_invoice_sequence: 1,
      phone: null,
      preferred_locales: [],
      shipping: null,
      tax_exempt: "none",
      test_clock: null,
    });
  });

  test("what was written is read back, and an update changes only what it names", async () => {
    const stripe = twin.sdk("sk_test_customers_write");
    const made = await stripe.customers.create({
      name: "Ada Example",
      email: "ada@example.com",
      phone: "+15550100",
      description: "first",
      balance: -250,
      preferred_locales: ["en", "de"],
      tax_exempt: "reverse",
      address: { line1: "1 Main St", city: "Springfield", country: "US" },
      shipping: { name: "Ada", address: { line1: "2 Side St" }, phone: "+15550101" },
      invoice_settings: { footer: "Thanks", custom_fields: [{ name: "PO", value: "7" }] },
      tax: { ip_address: "192.0.2.1" },
    });
    expect(made.address).toMatchObject({ line1: "1 Main St", line2: null, country: "US" });
    const changed = await stripe.customers.update(made.id, { name: "Ada Sample", description: "", address: "" });
    expect(changed).toEqual({ ...made, name: "Ada Sample", description: null, address: null });
    expect(await stripe.customers.retrieve(made.id)).toEqual(changed);
  });

  test("metadata merges: keys are added, replaced, unset one by one, and unset all at once", async () => {
    const stripe = twin.sdk("sk_test_customers_metadata");
    const { id } = await stripe.customers.create({ metadata: { plan: "pro", seat: "1" } });
    const added = await stripe.customers.update(id, { metadata: { seat: "2", region: "eu" } });
    expect(added.metadata).toEqual({ plan: "pro", seat: "2", region: "eu" });
    const unset = await stripe.customers.update(id, { metadata: { plan: "" } });
    expect(unset.metadata).toEqual({ seat: "2", region: "eu" });
    const kept = await stripe.customers.update(id, { name: "x" });
    expect(kept.metadata).toEqual({ seat: "2", region: "eu" });
    const cleared = await stripe.customers.update(id, { metadata: "" });
    expect(cleared.metadata).toEqual({});
  });

  test("a deleted customer answers with its stub, leaves the list and takes no more changes", async () => {
    const stripe = twin.sdk("sk_test_customers_delete");
    const kept = await stripe.customers.create({ name: "kept" });
    const { id } = await stripe.customers.create({ name: "gone" });
    expect(await stripe.customers.del(id)).toEqual({ id, object: "customer", deleted: true });
    expect(await stripe.customers.retrieve(id)).toEqual({ id, object: "customer", deleted: true });
    expect((await stripe.customers.list()).data.map((customer) => customer.id)).toEqual([kept.id]);
    const missing = { statusCode: 404, code: "resource_missing", param: "id", message: `No such customer: '${id}'` };
    await expect(stripe.customers.update(id, { name: "x" })).rejects.toMatchObject(missing);
    await expect(stripe.customers.del(id)).rejects.toMatchObject(missing);
  });

  test("the list filters by email and by creation time", async () => {
    const stripe = twin.sdk("sk_test_customers_list");
    const early = await stripe.customers.create({ email: "a@example.com" });
    await twin.advance("1h", "sk_test_customers_list");
    const late = await stripe.customers.create({ email: "b@example.com" });
    const ids = async (query: Parameters<typeof stripe.customers.list>[0]): Promise<string[]> =>
      (await stripe.customers.list(query)).data.map((customer) => customer.id);
    expect(await ids({})).toEqual([late.id, early.id]);
    expect(await ids({ email: "a@example.com" })).toEqual([early.id]);
    expect(await ids({ email: "A@example.com" })).toEqual([]);
    expect(await ids({ created: { gt: early.created } })).toEqual([late.id]);
    expect(await ids({ created: { gte: early.created, lt: late.created } })).toEqual([early.id]);
    expect(await ids({ created: late.created })).toEqual([late.id]);
  });

  test("a payment method is attached at creation and may be the default; only one's own may", async () => {
    const stripe = twin.sdk("sk_test_customers_methods");
    const customer = await stripe.customers.create({ payment_method: "pm_card_visa" });
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data;
    expect(method).toMatchObject({ customer: customer.id, card: { brand: "visa" } });
    const changed = await stripe.customers.update(customer.id, {
      invoice_settings: { default_payment_method: method!.id },
      expand: ["invoice_settings.default_payment_method"],
    });
    expect(changed.invoice_settings.default_payment_method).toEqual(method);
    const other = await stripe.customers.create({});
    await expect(
      stripe.customers.update(other.id, { invoice_settings: { default_payment_method: method!.id } }),
    ).rejects.toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: "invoice_settings[default_payment_method]",
    });
    await expect(stripe.customers.create({ payment_method: "pm_none" })).rejects.toMatchObject({
      statusCode: 400,
      param: "payment_method",
    });
    expect((await stripe.customers.list()).data).toHaveLength(2);
  });

  test("a deleted customer loses its payment methods", async () => {
    const stripe = twin.sdk("sk_test_customers_lose_methods");
    const { id } = await stripe.customers.create({ payment_method: "pm_card_visa" });
    const [method] = (await stripe.customers.listPaymentMethods(id)).data;
    await stripe.customers.del(id);
    expect((await stripe.paymentMethods.retrieve(method!.id)).customer).toBeNull();
  });
});
