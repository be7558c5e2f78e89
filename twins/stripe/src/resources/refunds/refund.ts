import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";
import type { State } from "../../types.ts";

/** A refund as the twin keeps it. Times are in seconds, amounts in the smallest unit of the currency. */
export interface Refund {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly balance_transaction: string | null;
  readonly charge: string;
  readonly currency: string;
  readonly customer: string | null;
  readonly failure: { readonly reason: string; readonly balance_transaction: string } | null;
  readonly metadata: Metadata;
  readonly payment_intent: string | null;
  readonly payment_method: string;
  readonly reason: "duplicate" | "fraudulent" | "requested_by_customer" | null;
  readonly status: "succeeded" | "pending" | "failed";
}

export const refunds = collection<Refund, "charge" | "payment_intent">({
  id: (ids) => ids.prefixed("re_3", 23),
  missing: resourceMissing("refund", "refund"),
  indexes: ["charge", "payment_intent"],
});

export function wireRefund(refund: Refund): Stripe.Refund {
  const { failure } = refund;
  return {
    id: refund.id,
    object: "refund",
    amount: refund.amount,
    balance_transaction: refund.balance_transaction,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    customer: refund.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
      type: "card",
    },
    ...(failure === null
      ? {}
      : { failure_balance_transaction: failure.balance_transaction, failure_reason: failure.reason }),
    metadata: refund.metadata,
    payment_intent: refund.payment_intent,
    payment_method: refund.payment_method,
    ...(refund.status === "pending" ? { pending_reason: "processing" } : {}),
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  };
}

/** A charge's refunds in wire format, newest first. */
export function refundsOf(state: State, charge: string): Stripe.Refund[] {
  return state.refunds
    .by("charge", charge)
    .toReversed()
    .map((refund) => wireRefund(refund));
}

/** The refund in wire format, for `expand[]`; null where it is not there. */
export function loadRefund(state: State, id: string): Stripe.Refund | null {
  const refund = state.refunds.get(id);
  return refund === undefined ? null : wireRefund(refund);
}
