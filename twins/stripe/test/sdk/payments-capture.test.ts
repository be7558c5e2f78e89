import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, START_MS, startTwin } from "../support/harness.ts";
import { eventsOf, eventTypesOf, failureOf, intend, pay } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

const DAY_SECONDS = 86_400;
const hold = (stripe: Stripe) => pay(stripe, "pm_card_visa", { capture_method: "manual" });

describe("manual capture", () => {
  test("holds the amount and captures it later", async () => {
    const stripe = twin.sdk("sk_test_capture_all");
    const held = await pay(stripe, "pm_card_visa", { capture_method: "manual", expand: ["latest_charge"] });
    expect(held).toMatchObject({
      amount_capturable: 2_000,
      amount_received: 0,
      status: "requires_capture",
      latest_charge: {
        amount_captured: 0,
        balance_transaction: null,
        captured: false,
        paid: true,
        payment_method_details: { card: { capture_before: START_MS / 1_000 + 7 * DAY_SECONDS } },
      },
    });
    const captured = await stripe.paymentIntents.capture(held.id, {
      metadata: { sent: "yes" },
      expand: ["latest_charge.balance_transaction"],
    });
    expect(captured).toMatchObject({
      amount_capturable: 0,
      amount_received: 2_000,
      latest_charge: { amount_captured: 2_000, captured: true, balance_transaction: { amount: 2_000, fee: 88 } },
      metadata: { sent: "yes" },
      status: "succeeded",
    });
    expect(await eventTypesOf(stripe)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.amount_capturable_updated",
      "charge.captured",
      "payment_intent.succeeded",
    ]);
  });

  test("captures a part and gives the rest back", async () => {
    const stripe = twin.sdk("sk_test_capture_part");
    const held = await hold(stripe);
    const captured = await stripe.paymentIntents.capture(held.id, {
      amount_to_capture: 750,
      expand: ["latest_charge.balance_transaction"],
    });
    expect(captured).toMatchObject({
      amount: 2_000,
      amount_capturable: 0,
      amount_received: 750,
      latest_charge: { amount: 2_000, amount_captured: 750, amount_refunded: 0, refunded: false },
    });
    const { balance_transaction: booked } = captured.latest_charge as Stripe.Charge;
    expect(booked).toMatchObject({ amount: 750, fee: 52, net: 698 });
    expect(await failureOf(stripe.paymentIntents.capture(held.id))).toMatchObject({
      code: "payment_intent_unexpected_state",
      message: expect.stringContaining("the remainder of the authorized amount has been released"),
    });
    await stripe.refunds.create({ payment_intent: held.id });
    expect(await failureOf(stripe.refunds.create({ payment_intent: held.id }))).toMatchObject({
      code: "charge_already_refunded",
    });
  });

  test.each([
    [2_001, { code: "amount_too_large", message: expect.stringMatching(/^The payment could not be captured/) }],
    [0, { code: "parameter_invalid_integer" }],
    [-1, { param: "amount_to_capture", message: "Invalid non-negative integer" }],
  ])("an amount of %d is refused", async (amount, expected) => {
    const stripe = twin.sdk();
    const { id } = await hold(stripe);
    const error = await failureOf(stripe.paymentIntents.capture(id, { amount_to_capture: amount }));
    expect(error).toMatchObject({ statusCode: 400, payment_intent: { id, amount_capturable: 2_000 }, ...expected });
  });

  test("multicapture is refused by name", async () => {
    const stripe = twin.sdk();
    const { id } = await hold(stripe);
    expect(await failureOf(stripe.paymentIntents.capture(id, { final_capture: false }))).toMatchObject({
      param: "final_capture",
    });
  });

  test("only what is held can be captured", async () => {
    const stripe = twin.sdk();
    const { id } = await intend(stripe, { capture_method: "manual" });
    expect(await failureOf(stripe.paymentIntents.capture(id))).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      message:
        "This PaymentIntent could not be captured because it has a status of requires_payment_method. Only a " +
        "PaymentIntent with one of the following statuses may be captured: requires_capture.",
      payment_intent: { id },
    });
  });

  test("a hold that nobody captures expires after seven days", async () => {
    const key = "sk_test_capture_expires";
    const stripe = twin.sdk(key);
    const held = await hold(stripe);
    const captured = await hold(stripe);
    await stripe.paymentIntents.capture(captured.id);
    await twin.advance("167h", key);
    expect((await stripe.paymentIntents.retrieve(held.id)).status).toBe("requires_capture");
    await twin.advance("1h", key);
    expect(await stripe.paymentIntents.retrieve(held.id)).toMatchObject({
      amount_capturable: 0,
      canceled_at: START_MS / 1_000 + 7 * DAY_SECONDS,
      cancellation_reason: "expired",
      status: "canceled",
    });
    expect((await stripe.paymentIntents.retrieve(captured.id)).status).toBe("succeeded");
    expect((await eventTypesOf(stripe)).slice(-2)).toEqual(["charge.expired", "payment_intent.canceled"]);
    expect((await eventsOf(stripe)).at(-1)?.request).toEqual({ id: null, idempotency_key: null });
  });
});

type Status = Stripe.PaymentIntent.Status;
const inStatus: Partial<Record<Status, (stripe: Stripe) => Promise<Stripe.PaymentIntent>>> = {
  requires_payment_method: (stripe) => intend(stripe),
  requires_confirmation: (stripe) => intend(stripe, { payment_method: "pm_card_visa" }),
  requires_action: (stripe) => pay(stripe, "pm_card_threeDSecure2Required"),
  requires_capture: hold,
  succeeded: (stripe) => pay(stripe, "pm_card_visa"),
  canceled: async (stripe) => stripe.paymentIntents.cancel((await intend(stripe)).id),
};
const make = (stripe: Stripe, status: Status) => inStatus[status]!(stripe);

describe("cancel", () => {
  test.each(["requires_payment_method", "requires_confirmation", "requires_action", "requires_capture"] as const)(
    "in the status %s",
    async (status) => {
      const stripe = twin.sdk(`sk_test_cancel_${status}`);
      const intent = await make(stripe, status);
      expect(intent.status).toBe(status);
      const canceled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: "abandoned" });
      expect(canceled).toMatchObject({
        amount_capturable: 0,
        canceled_at: START_MS / 1_000,
        cancellation_reason: "abandoned",
        next_action: null,
        status: "canceled",
      });
      expect((await eventTypesOf(stripe)).at(-1)).toBe("payment_intent.canceled");
      expect((await stripe.balance.retrieve()).pending).toEqual([
        { amount: 0, currency: "usd", source_types: { card: 0 } },
      ]);
    },
  );

  test.each(["succeeded", "canceled"] as const)("not in the status %s", async (status) => {
    const stripe = twin.sdk();
    const { id } = await make(stripe, status);
    expect(await failureOf(stripe.paymentIntents.cancel(id))).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      message: expect.stringContaining(
        `You cannot cancel this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of`,
      ),
      payment_intent: { id, status },
    });
  });

  test("gives a hold back: nothing is refunded, and nothing can be captured or refunded", async () => {
    const stripe = twin.sdk("sk_test_cancel_hold");
    const held = await hold(stripe);
    await stripe.paymentIntents.cancel(held.id);
    const charge = await stripe.charges.retrieve(held.latest_charge as string);
    expect(charge).toMatchObject({ amount_refunded: 0, captured: false, refunded: false });
    expect((await stripe.refunds.list({ payment_intent: held.id })).data).toEqual([]);
    expect(await failureOf(stripe.refunds.create({ charge: charge.id }))).toMatchObject({ statusCode: 400 });
    expect(await failureOf(stripe.paymentIntents.capture(held.id))).toMatchObject({
      code: "payment_intent_unexpected_state",
    });
  });

  test("a reason that Stripe does not take", async () => {
    const stripe = twin.sdk();
    const { id } = await intend(stripe);
    const reason = "expired" as Stripe.PaymentIntentCancelParams.CancellationReason;
    expect(await failureOf(stripe.paymentIntents.cancel(id, { cancellation_reason: reason }))).toMatchObject({
      statusCode: 400,
      param: "cancellation_reason",
    });
  });
});
