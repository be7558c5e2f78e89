import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";
import type { State } from "../../types.ts";
import type { ChargeShipping } from "../charges/charge.ts";
import { METHOD_CONFIGURATION, type MethodTypes } from "../intents/method-types.ts";
import type { NextAction } from "../three-d-secure/challenge.ts";
import type { CardOptions } from "./card-options.ts";

/** https://docs.stripe.com/payments/paymentintents/lifecycle */
export type PaymentIntentStatus =
  | "requires_payment_method"
  | "requires_confirmation"
  | "requires_action"
  | "requires_capture"
  | "succeeded"
  | "canceled";

/** A payment intent as the twin keeps it. Times are in seconds, amounts in the smallest unit of the currency. */
export interface PaymentIntent extends MethodTypes {
  readonly id: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly amount: number;
  readonly amount_capturable: number;
  readonly amount_received: number;
  readonly canceled_at: number | null;
  readonly cancellation_reason: string | null;
  readonly capture_method: "automatic" | "automatic_async" | "manual";
  readonly card_options: CardOptions;
  readonly client_secret: string;
  readonly confirmation_method: "automatic" | "manual";
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly last_payment_error: Stripe.PaymentIntent.LastPaymentError | null;
  readonly latest_charge: string | null;
  readonly metadata: Metadata;
  readonly next_action: NextAction | null;
  readonly payment_method: string | null;
  readonly receipt_email: string | null;
  readonly setup_future_usage: "off_session" | "on_session" | null;
  readonly shipping: ChargeShipping | null;
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly status: PaymentIntentStatus;
  readonly transfer_group: string | null;
  /** The challenge that is open; an answer to any other comes too late. */
  readonly challenge: string | null;
  /** The method whose holder authenticated for this payment. */
  readonly authenticated_method: string | null;
}

export const paymentIntents = collection<PaymentIntent, "customer">({
  id: (ids) => ids.prefixed("pi_3", 23),
  missing: resourceMissing("payment_intent", "intent"),
  indexes: ["customer"],
});

export function wirePaymentIntent(intent: PaymentIntent): Stripe.PaymentIntent {
  const automatic = intent.automatic_payment_methods;
  return {
    id: intent.id,
    object: "payment_intent",
    allowed_payment_method_types: copied(intent.allowed_payment_method_types),
    amount: intent.amount,
    amount_capturable: intent.amount_capturable,
    amount_details: { tip: {} },
    amount_received: intent.amount_received,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automatic,
    canceled_at: intent.canceled_at,
    cancellation_reason: intent.cancellation_reason as Stripe.PaymentIntent.CancellationReason | null,
    capture_method: intent.capture_method,
    client_secret: intent.client_secret,
    confirmation_method: intent.confirmation_method,
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    customer_account: null,
    description: intent.description,
    excluded_payment_method_types: copied(intent.excluded_payment_method_types),
    last_payment_error: intent.last_payment_error,
    latest_charge: intent.latest_charge,
    livemode: intent.livemode,
    managed_payments: { enabled: false },
    metadata: intent.metadata,
    next_action: intent.next_action,
    on_behalf_of: null,
    payment_method: intent.payment_method,
    payment_method_configuration_details: automatic === null ? null : { id: METHOD_CONFIGURATION, parent: null },
    payment_method_options: optionsOf(intent),
    payment_method_types: [...intent.payment_method_types],
    payment_record: null,
    processing: null,
    receipt_email: intent.receipt_email,
    review: null,
    setup_future_usage: intent.setup_future_usage,
    shipping: intent.shipping,
    source: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: intent.status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

/** Options of each type that the intent takes and the twin models. */
function optionsOf({ card_options: card, payment_method_types: types }: PaymentIntent) {
  return {
    ...(types.includes("card") ? { card: { installments: null, mandate_options: null, network: null, ...card } } : {}),
    // oxlint-disable-next-line typescript/no-deprecated -- the SDK discourages its use, the API still sends it
    ...(types.includes("link") ? { link: { persistent_token: null } } : {}),
  } as Stripe.PaymentIntent.PaymentMethodOptions;
}

function copied(list: readonly string[] | null): string[] | null {
  return list === null ? null : [...list];
}

/** The intent in wire format, for `expand[]`; null where it is not there. */
export function loadPaymentIntent(state: State, id: string): Stripe.PaymentIntent | null {
  const intent = state.paymentIntents.get(id);
  return intent === undefined ? null : wirePaymentIntent(intent);
}
