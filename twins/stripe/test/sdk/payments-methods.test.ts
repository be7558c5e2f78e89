import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";
import { eventsOf, eventTypesOf, failureOf } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

const CARD = { number: "4242424242424242", exp_month: 12, exp_year: 2030, cvc: "123" };
const VISA = { type: "card", card: CARD } as const;

describe("payment methods", () => {
  test("from the details of a card", async () => {
    const stripe = twin.sdk();
    const method = await stripe.paymentMethods.create({
      ...VISA,
      billing_details: { name: "Ada", email: "ada@example.com", address: { country: "DE", postal_code: "10115" } },
      metadata: { a: "1" },
    });
    expect(method).toMatchObject({
      id: expect.stringMatching(/^pm_1[A-Za-z0-9]{23}$/),
      object: "payment_method",
      allow_redisplay: "unspecified",
      billing_details: { name: "Ada", address: { city: null, country: "DE", postal_code: "10115" } },
      card: {
        brand: "visa",
        checks: { address_line1_check: null, address_postal_code_check: "unchecked", cvc_check: "unchecked" },
        country: "US",
        exp_month: 12,
        exp_year: 2030,
        fingerprint: expect.stringMatching(/^[A-Za-z0-9]{16}$/),
        funding: "credit",
        last4: "4242",
      },
      customer: null,
      metadata: { a: "1" },
      type: "card",
    });
    expect(await stripe.paymentMethods.retrieve(method.id)).toEqual(
      expect.objectContaining({ ...method, lastResponse: expect.anything() }),
    );
    const again = await twin.sdk("sk_test_methods_other").paymentMethods.create(VISA);
    expect(again.card?.fingerprint).toBe(method.card?.fingerprint);
  });

  test.each([
    ["tok_visa", "visa", "4242"],
    ["tok_mastercard", "mastercard", "4444"],
    ["tok_amex", "amex", "0005"],
  ])("from the token %s", async (token, brand, last4) => {
    const method = await twin.sdk().paymentMethods.create({ type: "card", card: { token } });
    expect(method.card).toMatchObject({ brand, last4 });
  });

  test("the name of a test card is a new method each time", async () => {
    const stripe = twin.sdk();
    const first = await stripe.paymentMethods.retrieve("pm_card_visa");
    const { id: customer } = await stripe.customers.create({});
    const second = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    expect(second.id).not.toBe(first.id);
    expect(second.card?.fingerprint).toBe(first.card?.fingerprint);
  });

  test("attach, update and detach; what is detached is worn out", async () => {
    const stripe = twin.sdk("sk_test_methods_attach");
    const { id: customer } = await stripe.customers.create({});
    const { id } = await stripe.paymentMethods.create(VISA);
    expect(await failureOf(stripe.paymentMethods.update(id, { metadata: { a: "1" } }))).toMatchObject({
      message: "You must save this PaymentMethod to a customer before you can update it.",
    });
    const attached = await stripe.paymentMethods.attach(id, { customer });
    expect(attached).toMatchObject({ customer, card: { checks: { cvc_check: "pass" } } });
    const updated = await stripe.paymentMethods.update(id, {
      allow_redisplay: "always",
      billing_details: { name: "Ada" },
      card: { exp_year: 2031 },
      metadata: { a: "1" },
    });
    expect(updated).toMatchObject({
      allow_redisplay: "always",
      billing_details: { name: "Ada" },
      card: { exp_month: 12, exp_year: 2031 },
      metadata: { a: "1" },
    });
    expect((await stripe.paymentMethods.retrieve(id)).card?.exp_year).toBe(2031);
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
    const detached = await stripe.paymentMethods.detach(id);
    expect(detached.customer).toBeNull();
    const after = (await stripe.customers.retrieve(customer)) as Stripe.Customer;
    expect(after.invoice_settings.default_payment_method).toBeNull();
    const events = await eventsOf(stripe);
    expect(events.map(({ type }) => type)).toEqual([
      "customer.created",
      "payment_method.attached",
      "payment_method.updated",
      "customer.updated",
      "payment_method.detached",
      "customer.updated",
    ]);
    expect(events[2]?.data.previous_attributes).toEqual({
      allow_redisplay: "unspecified",
      billing_details: { name: null },
      card: { exp_year: 2030 },
      metadata: { a: null },
    });
    expect(events[4]?.data.previous_attributes).toEqual({ customer });
    expect(await failureOf(stripe.paymentMethods.attach(id, { customer }))).toMatchObject({
      message: expect.stringContaining("may not be used again"),
    });
    expect(await failureOf(stripe.paymentMethods.detach(id))).toMatchObject({
      message: "The payment method you provided is not attached to a customer so detachment is impossible.",
    });
  });

  test("lists are a customer's own, by type", async () => {
    const stripe = twin.sdk();
    const [{ id: customer }, { id: other }] = [await stripe.customers.create({}), await stripe.customers.create({})];
    const a = await stripe.paymentMethods.attach("pm_card_visa", { customer });
    const b = await stripe.paymentMethods.attach("pm_card_amex", { customer });
    const c = await stripe.paymentMethods.attach("pm_card_visa", { customer: other });
    const ids = ({ data }: Stripe.ApiList<Stripe.PaymentMethod>): string[] => data.map(({ id }) => id);
    expect(ids(await stripe.paymentMethods.list({ customer }))).toEqual([b.id, a.id]);
    expect(ids(await stripe.paymentMethods.list({ customer, type: "card", limit: 1 }))).toEqual([b.id]);
    expect(ids(await stripe.paymentMethods.list({ customer, type: "us_bank_account" }))).toEqual([]);
    expect(ids(await stripe.paymentMethods.list())).toEqual([]);
    expect(ids(await stripe.customers.listPaymentMethods(other))).toEqual([c.id]);
    expect(ids(await stripe.customers.listPaymentMethods(customer, { type: "card" }))).toEqual([b.id, a.id]);
    expect((await stripe.customers.retrievePaymentMethod(customer, a.id)).id).toBe(a.id);
    expect(await failureOf(stripe.customers.retrievePaymentMethod(customer, c.id))).toMatchObject({ statusCode: 404 });
    expect(await failureOf(stripe.paymentMethods.attach(c.id, { customer }))).toMatchObject({
      message: "The payment method you provided has already been attached to a customer.",
    });
  });

  test("a customer takes the methods along when deleted", async () => {
    const stripe = twin.sdk("sk_test_methods_deleted");
    const { id: customer } = await stripe.customers.create({ payment_method: "pm_card_visa" });
    const [saved] = (await stripe.customers.listPaymentMethods(customer)).data;
    await stripe.customers.del(customer);
    expect((await stripe.paymentMethods.retrieve(saved!.id)).customer).toBeNull();
    expect((await eventTypesOf(stripe)).slice(-2)).toEqual(["payment_method.detached", "customer.deleted"]);
  });

  test("what is refused", async () => {
    const stripe = twin.sdk();
    const { id: customer } = await stripe.customers.create({});
    const cases: [() => Promise<unknown>, object][] = [
      [() => stripe.paymentMethods.create({} as never), { code: "parameter_missing", param: "type" }],
      [() => stripe.paymentMethods.create({ type: "card" }), { code: "parameter_missing", param: "card" }],
      [() => stripe.paymentMethods.create({ type: "us_bank_account" }), { param: "type" }],
      [
        () => stripe.paymentMethods.create({ type: "card", card: { token: "tok_x" } }),
        { message: "Invalid token id: tok_x" },
      ],
      [() => stripe.paymentMethods.create({ ...VISA, customer }), { statusCode: 400 }],
      [() => stripe.paymentMethods.retrieve("pm_x"), { statusCode: 404, message: "No such PaymentMethod: 'pm_x'" }],
      [() => stripe.paymentMethods.update("pm_x", {}), { statusCode: 404 }],
      [() => stripe.paymentMethods.attach("pm_x", { customer }), { statusCode: 404 }],
      [
        () => stripe.paymentMethods.attach("pm_card_visa", { customer: "cus_x" }),
        { statusCode: 400, param: "customer" },
      ],
      [() => stripe.paymentMethods.attach("pm_card_visa", {} as never), { code: "parameter_missing" }],
      [() => stripe.paymentMethods.detach("pm_x"), { statusCode: 404 }],
      [() => stripe.paymentMethods.list({ customer: "cus_x" }), { statusCode: 400, param: "customer" }],
      [() => stripe.customers.listPaymentMethods("cus_x"), { statusCode: 404 }],
      [() => stripe.customers.retrievePaymentMethod("cus_x", "pm_x"), { statusCode: 404 }],
    ];
    for (const [request, expected] of cases) {
      expect(await failureOf(request())).toMatchObject({ type: "StripeInvalidRequestError", ...expected });
    }
  });
});
