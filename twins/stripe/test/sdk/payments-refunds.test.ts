import fc from "fast-check";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";
import { eventsOf, eventTypesOf, failureOf, intend, pay } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("refunds", () => {
  test("all of a payment", async () => {
    const stripe = twin.sdk("sk_test_refund_all");
    const paid = await pay(stripe, "pm_card_visa", { capture_method: "automatic", description: "An order" });
    const refund = await stripe.refunds.create({
      payment_intent: paid.id,
      metadata: { why: "x" },
      reason: "requested_by_customer",
      expand: ["balance_transaction", "charge"],
    });
    expect(refund).toMatchObject({
      id: expect.stringMatching(/^re_3/),
      object: "refund",
      amount: 2_000,
      balance_transaction: {
        amount: -2_000,
        description: "REFUND FOR CHARGE (An order)",
        fee: 0,
        net: -2_000,
        source: refund.id,
        type: "refund",
      },
      charge: { id: paid.latest_charge, amount_refunded: 2_000, refunded: true, status: "succeeded" },
      currency: "usd",
      destination_details: { type: "card", card: { type: "refund" } },
      metadata: { why: "x" },
      payment_intent: paid.id,
      reason: "requested_by_customer",
      status: "succeeded",
    });
    expect((await stripe.refunds.retrieve(refund.id)).amount).toBe(2_000);
    expect((await stripe.paymentIntents.retrieve(paid.id)).status).toBe("succeeded");
    const events = await eventsOf(stripe);
    expect(events.map(({ type }) => type).slice(3)).toEqual(["refund.created", "charge.refunded"]);
    expect(events.at(-1)?.data.previous_attributes).toEqual({ amount_refunded: 0, refunded: false });
    expect(await failureOf(stripe.refunds.create({ payment_intent: paid.id }))).toMatchObject({
      statusCode: 400,
      code: "charge_already_refunded",
      message: `Charge ${paid.latest_charge as string} has already been refunded.`,
    });
  });

  test("parts of a charge, until nothing is left", async () => {
    const stripe = twin.sdk();
    const { latest_charge: charge } = await pay(stripe, "pm_card_visa", { amount: 1_000_00 });
    const refund = (amount?: number) =>
      stripe.refunds.create({ charge: charge as string, ...(amount === undefined ? {} : { amount }) });
    expect(await failureOf(refund(1_000_01))).toMatchObject({
      statusCode: 400,
      param: "amount",
      message: "Refund amount ($1,000.01) is greater than charge amount ($1,000.00)",
    });
    await refund(400_00);
    await refund(350_00);
    expect(await stripe.charges.retrieve(charge as string)).toMatchObject({ amount_refunded: 750_00, refunded: false });
    expect(await failureOf(refund(250_01))).toMatchObject({
      message: "Refund amount ($250.01) is greater than unrefunded amount on charge ($250.00)",
    });
    expect((await refund()).amount).toBe(250_00);
    const { refunds } = await stripe.charges.retrieve(charge as string, { expand: ["refunds"] });
    expect(refunds?.data.map(({ amount }) => amount)).toEqual([250_00, 350_00, 400_00]);
  });

  test("no refunds take more than was paid, and the balance is the sum of what moved", async () => {
    const amounts = fc.record({
      paid: fc.integer({ min: 50, max: 5_000 }),
      refunds: fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 5 }),
    });
    let run = 0;
    const holds = async ({ paid, refunds }: { paid: number; refunds: readonly number[] }): Promise<void> => {
      const stripe = twin.sdk(`sk_test_refund_property_${(run += 1)}`);
      const { latest_charge: charge } = await pay(stripe, "pm_card_visa", {
        amount: paid,
        capture_method: "automatic",
      });
      let left = paid;
      for (const amount of refunds) {
        const request = stripe.refunds.create({ charge: charge as string, amount });
        if (amount > left) await failureOf(request);
        else {
          await request;
          left -= amount;
        }
      }
      expect((await stripe.charges.retrieve(charge as string)).amount_refunded).toBe(paid - left);
      const moved = await stripe.balanceTransactions.list({ limit: 100 });
      const balance = await stripe.balance.retrieve();
      const sum = moved.data.reduce((total, { net }) => total + net, 0);
      expect(balance.available[0]!.amount + balance.pending[0]!.amount).toBe(sum);
    };
    await fc.assert(fc.asyncProperty(amounts, holds), { numRuns: 25, seed: 20_261_123 });
  });

  test("a refund that takes its time, and one that comes back", async () => {
    const key = "sk_test_refund_async";
    const stripe = twin.sdk(key);
    const slow = await pay(stripe, "pm_card_pendingRefund", { capture_method: "automatic" });
    const pending = await stripe.refunds.create({ payment_intent: slow.id });
    expect(pending.status).toBe("pending");
    const bouncing = await pay(stripe, "pm_card_refundFail", { capture_method: "automatic" });
    const returning = await stripe.refunds.create({ payment_intent: bouncing.id });
    expect(returning.status).toBe("succeeded");
    await twin.advance("1m", key);
    expect((await stripe.refunds.retrieve(pending.id)).status).toBe("succeeded");
    const failed = await stripe.refunds.retrieve(returning.id, { expand: ["failure_balance_transaction"] });
    expect(failed).toMatchObject({
      failure_balance_transaction: { amount: 2_000, net: 2_000, type: "refund_failure" },
      failure_reason: "expired_or_canceled_card",
      status: "failed",
    });
    expect(await stripe.charges.retrieve(bouncing.latest_charge as string)).toMatchObject({
      amount_refunded: 0,
      refunded: false,
    });
    expect((await eventTypesOf(stripe)).slice(-5)).toEqual([
      "refund.updated",
      "charge.refund.updated",
      "refund.updated",
      "charge.refund.updated",
      "refund.failed",
    ]);
  });

  test("update changes the metadata, and lists filter by charge, payment and time", async () => {
    const key = "sk_test_refund_list";
    const stripe = twin.sdk(key);
    const first = await pay(stripe, "pm_card_visa");
    const second = await pay(stripe, "pm_card_visa");
    const a = await stripe.refunds.create({ payment_intent: first.id, amount: 100 });
    await twin.advance("1h", key);
    const b = await stripe.refunds.create({ payment_intent: second.id, amount: 100 });
    const updated = await stripe.refunds.update(a.id, { metadata: { a: "1" } });
    expect(updated.metadata).toEqual({ a: "1" });
    expect((await eventsOf(stripe)).at(-2)).toMatchObject({
      type: "refund.updated",
      data: { previous_attributes: { metadata: { a: null } } },
    });
    const ids = async (query: Stripe.RefundListParams): Promise<string[]> =>
      (await stripe.refunds.list(query)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([b.id, a.id]);
    expect(await ids({ charge: first.latest_charge as string })).toEqual([a.id]);
    expect(await ids({ payment_intent: second.id })).toEqual([b.id]);
    expect(await ids({ created: { lt: b.created } })).toEqual([a.id]);
  });

  test("what is refused", async () => {
    const stripe = twin.sdk();
    const unpaid = await intend(stripe);
    const held = await pay(stripe, "pm_card_visa", { capture_method: "manual" });
    const { charge: declined } = await failureOf(pay(stripe, "pm_card_chargeDeclined"));
    const paid = await pay(stripe, "pm_card_visa");
    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 100 });
    const cases: [() => Promise<unknown>, object][] = [
      [
        () => stripe.refunds.create({}),
        { message: "One of the following params should be provided for this request: payment_intent or charge." },
      ],
      [() => stripe.refunds.create({ charge: "ch_x", payment_intent: "pi_x" }), { code: "parameters_exclusive" }],
      [() => stripe.refunds.create({ charge: "ch_x" }), { statusCode: 404, message: "No such charge: 'ch_x'" }],
      [() => stripe.refunds.create({ payment_intent: "pi_x" }), { code: "resource_missing", param: "payment_intent" }],
      [
        () => stripe.refunds.create({ payment_intent: unpaid.id }),
        { message: `This PaymentIntent (${unpaid.id}) does not have a successful charge to refund.` },
      ],
      [
        () => stripe.refunds.create({ charge: held.latest_charge as string }),
        { message: expect.stringContaining("You must cancel the PaymentIntent to reverse the authorization") },
      ],
      [() => stripe.refunds.create({ charge: declined! }), { message: expect.stringContaining("successful charge") }],
      [() => stripe.refunds.create({ payment_intent: paid.id, amount: 0 }), { param: "amount" }],
      [() => stripe.refunds.list({ charge: "ch_x" }), { param: "charge" }],
      [() => stripe.refunds.list({ payment_intent: "pi_x" }), { param: "payment_intent" }],
      [() => stripe.refunds.retrieve("re_x"), { statusCode: 404, message: "No such refund: 're_x'" }],
      [() => stripe.refunds.update("re_x", {}), { statusCode: 404 }],
      [() => stripe.refunds.cancel("re_x"), { statusCode: 404 }],
      [() => stripe.refunds.cancel(refund.id), { statusCode: 400, message: "Canceling this refund is unsupported." }],
    ];
    for (const [request, expected] of cases) {
      expect(await failureOf(request())).toMatchObject({ type: "StripeInvalidRequestError", ...expected });
    }
  });

  test("the older paths below a charge, which the SDK has no methods for", async () => {
    const key = "sk_test_refund_of_charge";
    const stripe = twin.sdk(key);
    const first = await pay(stripe, "pm_card_visa");
    const second = await pay(stripe, "pm_card_visa");
    const refund = await stripe.refunds.create({ payment_intent: first.id, amount: 100 });
    const path = `/v1/charges/${first.latest_charge as string}/refunds`;
    const listed = await stripe.rawRequest("GET", path);
    expect(listed).toMatchObject({ object: "list", data: [{ id: refund.id }], has_more: false, url: path });
    expect(await stripe.rawRequest("GET", `${path}/${refund.id}`)).toMatchObject({ id: refund.id, amount: 100 });
    const elsewhere = `/v1/charges/${second.latest_charge as string}/refunds/${refund.id}`;
    expect((await twin.wire(`GET ${elsewhere}`, { key })).status).toBe(404);
    expect((await twin.wire("GET /v1/charges/ch_x/refunds", { key })).status).toBe(404);
  });
});
