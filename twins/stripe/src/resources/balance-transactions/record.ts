import type { Work } from "../../types.ts";
import type { BalanceTransaction } from "./balance-transaction.ts";
import { cardFee } from "./fees.ts";

const DAY_SECONDS = 86_400;
/** Days until a US account's card payments are available; Stripe counts from midnight UTC. */
export const SETTLEMENT_DAYS = 2;

/** The midnight at which money that moved now becomes available, in seconds. */
export function availableOn(now: number): number {
  const today = Math.floor(now / 1_000 / DAY_SECONDS) * DAY_SECONDS;
  return today + SETTLEMENT_DAYS * DAY_SECONDS;
}

export interface Captured {
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
  readonly description: string | null;
  /** Available at once, as some test cards are. */
  readonly bypassesPending: boolean;
}

/** Books captured money, less the fee. */
export function recordCharge({ state, now }: Work, captured: Captured): BalanceTransaction {
  const { amount, currency } = captured;
  return state.balanceTransactions.insert({
    created: Math.floor(now / 1_000),
    available_on: captured.bypassesPending ? Math.floor(now / 1_000) : availableOn(now),
    amount,
    fee: cardFee(amount, currency),
    currency,
    description: captured.description,
    type: "charge",
    source: captured.charge,
  });
}

export interface Returned {
  readonly refund: string;
  readonly amount: number;
  readonly currency: string;
  /** Of the refunded charge. */
  readonly description: string | null;
}

/** Books a refund; Stripe keeps its fee on the payment. */
export function recordRefund({ state, now }: Work, returned: Returned): BalanceTransaction {
  return state.balanceTransactions.insert({
    created: Math.floor(now / 1_000),
    available_on: availableOn(now),
    amount: -returned.amount,
    fee: 0,
    currency: returned.currency,
    description: describe("REFUND FOR CHARGE", returned.description),
    type: "refund",
    source: returned.refund,
  });
}

/** Books the money of a refund that did not arrive. */
export function recordRefundFailure({ state, now }: Work, returned: Returned): BalanceTransaction {
  return state.balanceTransactions.insert({
    created: Math.floor(now / 1_000),
    available_on: availableOn(now),
    amount: returned.amount,
    fee: 0,
    currency: returned.currency,
    description: describe("REFUND FAILURE", returned.description),
    type: "refund_failure",
    source: returned.refund,
  });
}

function describe(what: string, chargeDescription: string | null): string {
  return chargeDescription === null ? what : `${what} (${chargeDescription})`;
}
