import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";
import { eventsOf, eventTypesOf, failureOf, intend, pay } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

/** https://docs.stripe.com/testing#declined-payments */
const DECLINES = [
  ["pm_card_chargeDeclined", "4000000000000002", "card_declined", "generic_decline", "Your card was declined."],
  [
    "pm_card_chargeDeclinedInsufficientFunds",
    "4000000000009995",
    "card_declined",
    "insufficient_funds",
    "Your card has insufficient funds.",
  ],
  ["pm_card_chargeDeclinedLostCard", "4000000000009987", "card_declined", "lost_card", "Your card was declined."],
  ["pm_card_chargeDeclinedStolenCard", "4000000000009979", "card_declined", "stolen_card", "Your card was declined."],
  ["pm_card_chargeDeclinedExpiredCard", "4000000000000069", "expired_card", "expired_card", "Your card has expired."],
  [
    "pm_card_chargeDeclinedIncorrectCvc",
    "4000000000000127",
    "incorrect_cvc",
    "incorrect_cvc",
    "Your card's security code is incorrect.",
  ],
  [
    "pm_card_chargeDeclinedProcessingError",
    "4000000000000119",
    "processing_error",
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
  ],
  [
    "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
    "4000000000006975",
    "card_declined",
    "card_velocity_exceeded",
    "Your card was declined.",
  ],
  ["pm_card_chargeCustomerFail", "4000000000000341", "card_declined", "generic_decline", "Your card was declined."],
  ["pm_card_radarBlock", "4100000000000019", "card_declined", "generic_decline", "Your card was declined."],
] as const;

describe("declined cards", () => {
  test.each(DECLINES)("%s (%s): %s, %s", async (name, number, code, declineCode, message) => {
    const stripe = twin.sdk(`sk_test_declines_${name}`);
    const data = { type: "card" as const, card: { number, exp_month: 12, exp_year: 2030, cvc: "123" } };
    const requests = [
      pay(stripe, name),
      intend(stripe, { confirm: true, payment_method_data: data as object as never }),
    ];
    for (const request of requests) {
      const error = await failureOf(request);
      expect(error).toMatchObject({
        type: "StripeCardError",
        rawType: "card_error",
        statusCode: 402,
        code,
        decline_code: declineCode,
        message,
        charge: expect.stringMatching(/^ch_3/),
        doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`,
        payment_method: { card: { last4: number.slice(-4) } },
      });
    }
  });

  test("leave a failed charge, an intent that wants another method, and two events", async () => {
    const stripe = twin.sdk("sk_test_declines_trace");
    const { id } = await intend(stripe);
    const error = await failureOf(
      stripe.paymentIntents.confirm(id, { payment_method: "pm_card_chargeDeclinedInsufficientFunds" }),
    );
    const intent = await stripe.paymentIntents.retrieve(id);
    expect(error.payment_intent).toEqual(JSON.parse(JSON.stringify({ ...intent, lastResponse: undefined })));
    expect(intent).toMatchObject({
      amount_received: 0,
      last_payment_error: { code: "card_declined", decline_code: "insufficient_funds", type: "card_error" },
      latest_charge: error.charge,
      payment_method: null,
      status: "requires_payment_method",
    });
    expect(await stripe.charges.retrieve(error.charge!)).toMatchObject({
      amount: 2_000,
      amount_captured: 0,
      balance_transaction: null,
      captured: false,
      failure_code: "card_declined",
      failure_message: "Your card has insufficient funds.",
      outcome: { network_status: "declined_by_network", reason: "insufficient_funds", type: "issuer_declined" },
      paid: false,
      payment_intent: id,
      receipt_url: null,
      status: "failed",
    });
    expect(await eventTypesOf(stripe)).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
    expect((await eventsOf(stripe)).at(-1)?.data.object).toMatchObject({
      id,
      last_payment_error: { charge: error.charge },
    });
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" });
    expect(paid).toMatchObject({ status: "succeeded", last_payment_error: null });
    const charges = await stripe.charges.list({ payment_intent: id });
    expect(charges.data.map(({ status }) => status)).toEqual(["succeeded", "failed"]);
  });

  test("risk rules block a payment before the network sees it", async () => {
    const stripe = twin.sdk("sk_test_declines_risk");
    const { charge } = await failureOf(pay(stripe, "pm_card_radarBlock"));
    expect(await stripe.charges.retrieve(charge!)).toMatchObject({
      fraud_details: { stripe_report: "fraudulent" },
      outcome: {
        network_status: "not_sent_to_network",
        reason: "highest_risk_level",
        risk_level: "highest",
        seller_message: "Stripe blocked this payment as too risky.",
        type: "blocked",
      },
    });
    const elevated = await pay(stripe, "pm_card_riskLevelElevated", { expand: ["latest_charge"] });
    expect(elevated.latest_charge).toMatchObject({ outcome: { risk_level: "elevated" }, paid: true });
  });

  test("a card that can be saved, though every charge is declined", async () => {
    const stripe = twin.sdk();
    const { id: customer } = await stripe.customers.create({});
    const saved = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", { customer });
    expect(saved.customer).toBe(customer);
    expect(await failureOf(pay(stripe, saved.id, { customer }))).toMatchObject({ code: "card_declined" });
    expect(await failureOf(stripe.paymentMethods.attach("pm_card_chargeDeclined", { customer }))).toMatchObject({
      statusCode: 402,
      code: "card_declined",
      decline_code: "generic_decline",
    });
  });
});

describe("details that cannot be a card's", () => {
  const VALID = { number: "4242424242424242", exp_month: 12, exp_year: 2030, cvc: "123" };

  test.each([
    [{ number: "4242424242424241" }, "incorrect_number", "number", "Your card number is incorrect."],
    [{ number: "42" }, "invalid_number", "number", "The card number is not a valid credit card number."],
    [{ number: "4111111111111111" }, "card_declined", undefined, expect.stringContaining("in test mode")],
    [{ exp_year: 2025 }, "invalid_expiry_year", "exp_year", "Your card's expiration year is invalid."],
    [{ exp_year: 2099 }, "invalid_expiry_year", "exp_year", "Your card's expiration year is invalid."],
    [{ exp_month: 13 }, "invalid_expiry_month", "exp_month", "Your card's expiration month is invalid."],
    [
      { exp_month: 10, exp_year: 2026 },
      "invalid_expiry_month",
      "exp_month",
      "Your card's expiration month is invalid.",
    ],
    [{ cvc: "12" }, "invalid_cvc", "cvc", "Your card's security code is invalid."],
    [{ cvc: "abc" }, "invalid_cvc", "cvc", "Your card's security code is invalid."],
  ])("%j: %s", async (change, code, param, message) => {
    const stripe = twin.sdk();
    const error = await failureOf(stripe.paymentMethods.create({ type: "card", card: { ...VALID, ...change } }));
    expect(error).toMatchObject({ type: "StripeCardError", statusCode: 402, code, message });
    expect(error.param).toBe(param);
  });

  test.each(["number", "exp_month", "exp_year"] as const)("no %s", async (field) => {
    const stripe = twin.sdk();
    const card = Object.fromEntries(Object.entries(VALID).filter(([name]) => name !== field)) as typeof VALID;
    expect(await failureOf(stripe.paymentMethods.create({ type: "card", card }))).toMatchObject({
      statusCode: 400,
      code: "parameter_missing",
      param: `card[${field}]`,
    });
  });
});
