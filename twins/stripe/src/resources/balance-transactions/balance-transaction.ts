import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { State } from "../../types.ts";

/** A movement of the account's balance as the twin keeps it; nothing in it changes. Times are in seconds. */
export interface BalanceTransaction {
  readonly id: string;
  readonly created: number;
  readonly available_on: number;
  /** Signed, before the fee, in the smallest unit of the currency. */
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly description: string | null;
  readonly type: "charge" | "refund" | "refund_failure";
  /** The charge or refund that moved the money. */
  readonly source: string;
}

export const balanceTransactions = collection<BalanceTransaction, "source" | "type" | "currency">({
  id: (ids) => ids.prefixed("txn_3", 23),
  missing: resourceMissing("balance transaction"),
  indexes: ["source", "type", "currency"],
});

/** `now` in milliseconds decides whether the funds are available yet. */
export function wireBalanceTransaction(transaction: BalanceTransaction, now: number): Stripe.BalanceTransaction {
  const { amount, fee, currency } = transaction;
  return {
    id: transaction.id,
    object: "balance_transaction",
    amount,
    available_on: transaction.available_on,
    balance_type: "payments",
    created: transaction.created,
    currency,
    description: transaction.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [{ amount: fee, application: null, currency, description: "Stripe processing fees", type: "stripe_fee" }],
    net: netOf(transaction),
    reporting_category: transaction.type === "refund_failure" ? "refund_failure" : transaction.type,
    source: transaction.source,
    status: isAvailable(transaction, now) ? "available" : "pending",
    type: transaction.type,
  };
}

export function netOf({ amount, fee }: Pick<BalanceTransaction, "amount" | "fee">): number {
  return amount - fee;
}

export function isAvailable({ available_on: availableOn }: BalanceTransaction, now: number): boolean {
  return availableOn <= Math.floor(now / 1_000);
}

/** The transaction in wire format, for `expand[]`; null where it is not there. */
export function loadBalanceTransaction(state: State, id: string, now: number): Stripe.BalanceTransaction | null {
  const transaction = state.balanceTransactions.get(id);
  return transaction === undefined ? null : wireBalanceTransaction(transaction, now);
}
