import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";
import { eventsOf, eventTypesOf, failureOf, pay } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

const FORM = { amount: 2_000, currency: "usd", source: "tok_visa" };

describe("charges of payment intents", () => {
  test("list by payment, customer, transfer group and time", async () => {
    const key = "sk_test_charges_list";
    const stripe = twin.sdk(key);
    const { id: customer } = await stripe.customers.create({});
    const a = await pay(stripe, "pm_card_visa", { customer });
    await twin.advance("1h", key);
    const b = await pay(stripe, "pm_card_amex", { transfer_group: "group" });
    const made = await stripe.charges.create(FORM);
    const ids = async (query: Stripe.ChargeListParams): Promise<unknown[]> =>
      (await stripe.charges.list(query)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([made.id, b.latest_charge, a.latest_charge]);
    expect(await ids({ payment_intent: a.id })).toEqual([a.latest_charge]);
    expect(await ids({ customer })).toEqual([a.latest_charge]);
    expect(await ids({ transfer_group: "group" })).toEqual([b.latest_charge]);
    expect(await ids({ created: { gt: a.created } })).toEqual([made.id, b.latest_charge]);
    expect(await ids({ customer, payment_intent: b.id })).toEqual([]);
  });

  test("update changes what describes the charge, and says what it was", async () => {
    const stripe = twin.sdk("sk_test_charges_update");
    const { latest_charge: id } = await pay(stripe, "pm_card_visa", { capture_method: "automatic" });
    const given = {
      description: "x",
      fraud_details: { user_report: "safe" },
      metadata: { a: "1" },
      receipt_email: "ada@example.com",
    } as const;
    expect(await stripe.charges.update(id as string, given)).toMatchObject(given);
    expect((await eventsOf(stripe)).at(-1)).toMatchObject({
      type: "charge.updated",
      data: { previous_attributes: { description: null, fraud_details: { user_report: null }, receipt_email: null } },
    });
    expect(await failureOf(stripe.charges.update(id as string, { transfer_group: "g" }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining("You must update the `transfer_group` on the PaymentIntent"),
    });
    expect(await failureOf(stripe.charges.update(id as string, { customer: "cus_x" }))).toMatchObject({
      param: "customer",
    });
  });

  test("are captured with their payment intent", async () => {
    const stripe = twin.sdk();
    const { latest_charge: id } = await pay(stripe, "pm_card_visa", { capture_method: "manual" });
    expect(await failureOf(stripe.charges.capture(id as string))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining("You must capture the PaymentIntent instead."),
    });
  });
});

describe("charges without a payment intent", () => {
  test("from a token, at once", async () => {
    const stripe = twin.sdk("sk_test_charges_legacy");
    const charge = await stripe.charges.create({ ...FORM, description: "x", expand: ["balance_transaction"] });
    expect(charge).toMatchObject({
      amount_captured: 2_000,
      balance_transaction: { net: 1_912, source: charge.id },
      captured: true,
      description: "x",
      payment_intent: null,
      payment_method: charge.source?.id,
      source: { id: expect.stringMatching(/^card_1/), object: "card", brand: "Visa", last4: "4242", cvc_check: "pass" },
      status: "succeeded",
    });
    expect(await eventTypesOf(stripe)).toEqual(["charge.succeeded"]);
    const refund = await stripe.refunds.create({ charge: charge.id, amount: 500 });
    expect(refund).toMatchObject({ charge: charge.id, payment_intent: null });
  });

  test("held, then captured in part", async () => {
    const stripe = twin.sdk("sk_test_charges_hold");
    const held = await stripe.charges.create({ ...FORM, capture: false });
    expect(held).toMatchObject({ captured: false, paid: true, balance_transaction: null });
    expect(await failureOf(stripe.charges.capture(held.id, { amount: 2_001 }))).toMatchObject({ param: "amount" });
    const captured = await stripe.charges.capture(held.id, { amount: 500, statement_descriptor_suffix: "PART" });
    expect(captured).toMatchObject({ amount: 2_000, amount_captured: 500, captured: true });
    expect(captured.calculated_statement_descriptor).toContain("PART");
    expect(await eventTypesOf(stripe)).toEqual(["charge.succeeded", "charge.captured"]);
    expect(await failureOf(stripe.charges.capture(held.id))).toMatchObject({
      statusCode: 400,
      code: "charge_already_captured",
      message: `Charge ${held.id} has already been captured.`,
    });
  });

  test("a hold expires after seven days", async () => {
    const key = "sk_test_charges_expire";
    const stripe = twin.sdk(key);
    const { id } = await stripe.charges.create({ ...FORM, capture: false });
    await twin.advance("168h", key);
    expect((await eventTypesOf(stripe)).at(-1)).toBe("charge.expired");
    expect(await failureOf(stripe.charges.capture(id))).toMatchObject({ code: "charge_expired_for_capture" });
  });

  test("declined: the failed charge stays", async () => {
    const stripe = twin.sdk("sk_test_charges_declined");
    for (const [source, code] of [
      ["tok_chargeDeclined", "card_declined"],
      ["tok_threeDSecure2Required", "authentication_required"],
    ] as const) {
      const error = await failureOf(stripe.charges.create({ ...FORM, source }));
      expect(error).toMatchObject({ statusCode: 402, code, charge: expect.stringMatching(/^ch_3/) });
      expect(await stripe.charges.retrieve(error.charge!)).toMatchObject({ failure_code: code, status: "failed" });
    }
    expect(await eventTypesOf(stripe)).toEqual(["charge.failed", "charge.failed"]);
  });

  test("what is refused", async () => {
    const stripe = twin.sdk();
    const { id: customer } = await stripe.customers.create({});
    const cases: [() => Promise<unknown>, object][] = [
      [() => stripe.charges.create({ currency: "usd" }), { code: "parameter_missing", param: "amount" }],
      [() => stripe.charges.create({ amount: 500 }), { code: "parameter_missing", param: "currency" }],
      [() => stripe.charges.create({ amount: 500, currency: "usd" }), { message: "Must provide source or customer." }],
      [() => stripe.charges.create({ ...FORM, amount: 10 }), { code: "amount_too_small" }],
      [
        () => stripe.charges.create({ ...FORM, source: "tok_x" }),
        { message: "No such token: 'tok_x'", param: "source" },
      ],
      [() => stripe.charges.create({ amount: 500, currency: "usd", customer }), { code: "missing", statusCode: 402 }],
      [() => stripe.charges.retrieve("ch_x"), { statusCode: 404, message: "No such charge: 'ch_x'", param: "id" }],
      [() => stripe.charges.update("ch_x", {}), { statusCode: 404 }],
      [() => stripe.charges.capture("ch_x"), { statusCode: 404 }],
      [() => stripe.charges.list({ limit: 0 }), { code: "parameter_invalid_integer" }],
    ];
    for (const [request, expected] of cases) expect(await failureOf(request())).toMatchObject(expected);
  });
});
