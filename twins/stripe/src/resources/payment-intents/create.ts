import type { VendorError } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { checkChargeAmount } from "../../amounts.ts";
import { emitEvent } from "../../emit-event.ts";
import { invalidRequest } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import type { Op } from "../../types.ts";
import { chargeShippingOf } from "../charges/params.ts";
import { automaticTypes, chosenMethodTypes } from "../intents/method-types.ts";
import type { PaymentMethod } from "../payment-methods/payment-method.ts";
import { CARD_OPTIONS_DEFAULT, mergeCardOptions } from "./card-options.ts";
import { confirmIntent } from "./confirm.ts";
import { checkNamedOnce, methodInRequest } from "./method.ts";
import type { CreatePaymentIntent } from "./params.ts";
import { type PaymentIntent, wirePaymentIntent } from "./payment-intent.ts";

const SECRET_CHARS = 25;
/** Parameters of a confirmation, which creating takes only where it confirms at once. */
const CONFIRMATION_ONLY = ["error_on_requires_action", "off_session", "return_url"] as const;

export function createPaymentIntent(op: Op<CreatePaymentIntent>): Stripe.PaymentIntent | VendorError {
  const { params, state } = op;
  checkChargeAmount(params.amount, params.currency);
  checkNamedOnce(params);
  if (params.confirm !== true) checkNoConfirmation(params);
  if (params.customer !== undefined) state.customers.require(params.customer, "customer");
  const intent = store(op, methodInRequest(op, params));
  emitEvent(op, "payment_intent.created", wirePaymentIntent(intent));
  return params.confirm === true ? confirmIntent(op, intent, params) : wirePaymentIntent(intent);
}

function checkNoConfirmation(params: CreatePaymentIntent): void {
  for (const param of CONFIRMATION_ONLY) {
    if (params[param] === undefined) continue;
    const message = `The parameter \`${param}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`;
    throw invalidRequest({ message, param });
  }
}

function store(op: Op<CreatePaymentIntent>, method: PaymentMethod | null): PaymentIntent {
  const { params, state, now, ids, account } = op;
  const stored = state.paymentIntents.insert({
    ...(chosenMethodTypes(params, account.apiVersion) ?? automaticTypes()),
    created: Math.floor(now / 1_000),
    livemode: account.livemode,
    amount: params.amount,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? "automatic_async",
    card_options: mergeCardOptions(CARD_OPTIONS_DEFAULT, params.payment_method_options?.card),
    client_secret: "",
    confirmation_method: params.confirmation_method ?? "automatic",
    currency: params.currency,
    customer: params.customer ?? null,
    description: params.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    metadata: mergeMetadata({}, params.metadata),
    next_action: null,
    payment_method: method?.id ?? null,
    receipt_email: params.receipt_email ?? null,
    setup_future_usage: params.setup_future_usage ?? null,
    shipping: params.shipping ? chargeShippingOf(params.shipping) : null,
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    status: method === null ? "requires_payment_method" : "requires_confirmation",
    transfer_group: params.transfer_group ?? null,
    challenge: null,
    authenticated_method: null,
  });
  return state.paymentIntents.update(stored.id, {
    client_secret: ids.prefixed(`${stored.id}_secret_`, SECRET_CHARS),
  });
}
