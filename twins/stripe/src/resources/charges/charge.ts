import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";
import type { CardScenario } from "../../test-cards/scenario.ts";
import type { State } from "../../types.ts";
import type { BillingDetails } from "../payment-methods/billing-details.ts";
import type { LegacyCard } from "./legacy-card.ts";

/** Where goods go, as payments take it: unlike a customer's, with a carrier. */
export interface ChargeShipping {
  readonly address: Stripe.Address;
  readonly carrier: string | null;
  readonly name: string;
  readonly phone: string | null;
  readonly tracking_number: string | null;
}

/** A charge as the twin keeps it. Times are in seconds, amounts in the smallest unit of the currency. */
export interface Charge {
  readonly id: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly amount: number;
  readonly amount_captured: number;
  readonly amount_refunded: number;
  /** Null until captured; with asynchronous capture, until shortly after. */
  readonly balance_transaction: string | null;
  readonly billing_details: BillingDetails;
  readonly captured: boolean;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly fraud_details: { readonly user_report?: string; readonly stripe_report?: string };
  readonly metadata: Metadata;
  readonly outcome: Stripe.Charge.Outcome;
  readonly payment_intent: string | null;
  readonly payment_method: string;
  readonly payment_method_card: Stripe.Charge.PaymentMethodDetails.Card;
  readonly receipt_email: string | null;
  readonly shipping: ChargeShipping | null;
  /** The card object of a charge made without a payment intent. */
  readonly source: LegacyCard | null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly transfer_group: string | null;
  readonly scenario: CardScenario;
  /** The authorization was given back; nothing can be captured any more. */
  readonly released: boolean;
}

export const charges = collection<Charge, "customer" | "payment_intent" | "transfer_group">({
  id: (ids) => ids.prefixed("ch_3", 23),
  missing: resourceMissing("charge"),
  indexes: ["customer", "payment_intent", "transfer_group"],
});

/** What the account is called on statements. */
const STATEMENT_DESCRIPTOR = "WONDERTWIN";

export function wireCharge(charge: Charge): Stripe.Charge {
  const { failure, source } = charge;
  return {
    id: charge.id,
    object: "charge",
    amount: charge.amount,
    amount_captured: charge.amount_captured,
    amount_refunded: charge.amount_refunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.balance_transaction,
    billing_details: charge.billing_details,
    calculated_statement_descriptor: statementOf(charge),
    captured: charge.captured,
    created: charge.created,
    currency: charge.currency,
    customer: charge.customer,
    description: charge.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: charge.fraud_details,
    livemode: charge.livemode,
    metadata: charge.metadata,
    on_behalf_of: null,
    outcome: charge.outcome,
    paid: failure === null,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    payment_method_details: { card: charge.payment_method_card, type: "card" },
    radar_options: {},
    receipt_email: charge.receipt_email,
    receipt_number: null,
    receipt_url: failure === null ? `https://pay.stripe.com/receipts/payment/${charge.id}` : null,
    refunded: isRefunded(charge),
    review: null,
    shipping: charge.shipping,
    source: source as Stripe.Card | null,
    source_transfer: null,
    statement_descriptor: charge.statement_descriptor,
    statement_descriptor_suffix: charge.statement_descriptor_suffix,
    status: failure === null ? "succeeded" : "failed",
    transfer_data: null,
    transfer_group: charge.transfer_group,
  };
}

export function isRefunded({ amount_captured: captured, amount_refunded: refunded }: Charge): boolean {
  return captured > 0 && refunded === captured;
}

function statementOf({ statement_descriptor_suffix: suffix }: Charge): string {
  return suffix === null ? STATEMENT_DESCRIPTOR : `${STATEMENT_DESCRIPTOR}* ${suffix}`;
}

/** The charge in wire format, for `expand[]`; null where it is not there. */
export function loadCharge(state: State, id: string): Stripe.Charge | null {
  const charge = state.charges.get(id);
  return charge === undefined ? null : wireCharge(charge);
}
