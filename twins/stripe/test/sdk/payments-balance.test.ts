import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, START_MS, startTwin } from "../support/harness.ts";
import { failureOf, pay } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

const START_SECONDS = START_MS / 1_000;
const now = { capture_method: "automatic" } as const;
const entry = (amount: number, currency = "usd") => ({ amount, currency, source_types: { card: amount } });

describe("balance", () => {
  test("a new account has none", async () => {
    expect(await twin.sdk("sk_test_balance_new").balance.retrieve()).toMatchObject({
      object: "balance",
      available: [entry(0)],
      livemode: false,
      pending: [entry(0)],
    });
    expect(await failureOf(twin.sdk().balance.retrieve({ nope: "x" } as never))).toMatchObject({
      code: "parameter_unknown",
    });
  });

  test("a payment is pending until the second midnight (UTC), then available", async () => {
    const key = "sk_test_balance_pending";
    const stripe = twin.sdk(key);
    const paid = await pay(stripe, "pm_card_visa", {
      ...now,
      amount: 10_000,
      expand: ["latest_charge.balance_transaction"],
    });
    const booked = (paid.latest_charge as Stripe.Charge).balance_transaction as Stripe.BalanceTransaction;
    expect(await stripe.balance.retrieve()).toMatchObject({ available: [entry(0)], pending: [entry(9_680)] });
    expect(await stripe.balanceTransactions.retrieve(booked.id)).toMatchObject({
      available_on: START_SECONDS + 36 * 3_600,
      fee_details: [{ amount: 320, currency: "usd", description: "Stripe processing fees", type: "stripe_fee" }],
      reporting_category: "charge",
      status: "pending",
    });
    await twin.advance("35h", key);
    expect((await stripe.balance.retrieve()).available).toEqual([entry(0)]);
    await twin.advance("1h", key);
    expect(await stripe.balance.retrieve()).toMatchObject({ available: [entry(9_680)], pending: [entry(0)] });
    expect((await stripe.balanceTransactions.retrieve(booked.id)).status).toBe("available");
  });

  test("a card whose funds are available at once", async () => {
    const stripe = twin.sdk("sk_test_balance_bypass");
    await pay(stripe, "pm_card_bypassPending", now);
    expect((await stripe.balance.retrieve()).available).toEqual([entry(1_912)]);
  });

  test("each currency is kept apart", async () => {
    const stripe = twin.sdk("sk_test_balance_currencies");
    await pay(stripe, "pm_card_visa", { ...now, amount: 1_000, currency: "eur" });
    await pay(stripe, "pm_card_visa", { ...now, amount: 500, currency: "jpy" });
    const { pending } = await stripe.balance.retrieve();
    expect(pending).toEqual([entry(0), entry(941, "eur"), entry(455, "jpy")]);
  });
});

describe("balance transactions", () => {
  test("list by source, type, currency and time", async () => {
    const key = "sk_test_balance_list";
    const stripe = twin.sdk(key);
    const usd = await pay(stripe, "pm_card_visa", now);
    await twin.advance("1h", key);
    const eur = await pay(stripe, "pm_card_visa", { ...now, currency: "eur" });
    const refund = await stripe.refunds.create({ payment_intent: usd.id, amount: 500 });
    const sources = async (query: Stripe.BalanceTransactionListParams): Promise<unknown[]> =>
      (await stripe.balanceTransactions.list(query)).data.map(({ source }) => source);
    expect(await sources({})).toEqual([refund.id, eur.latest_charge, usd.latest_charge]);
    expect(await sources({ source: refund.id })).toEqual([refund.id]);
    expect(await sources({ type: "charge" })).toEqual([eur.latest_charge, usd.latest_charge]);
    expect(await sources({ currency: "eur" })).toEqual([eur.latest_charge]);
    expect(await sources({ type: "charge", currency: "usd" })).toEqual([usd.latest_charge]);
    expect(await sources({ created: { lte: START_SECONDS } })).toEqual([usd.latest_charge]);
    const expanded = await stripe.balanceTransactions.list({ limit: 2, expand: ["data.source"] });
    expect(expanded.data.map(({ source }) => (source as Stripe.Refund | Stripe.Charge).object)).toEqual([
      "refund",
      "charge",
    ]);
    expect(await failureOf(stripe.balanceTransactions.list({ payout: "po_x" }))).toMatchObject({ param: "payout" });
    expect(await failureOf(stripe.balanceTransactions.retrieve("txn_x"))).toMatchObject({
      statusCode: 404,
      message: "No such balance transaction: 'txn_x'",
    });
  });
});
