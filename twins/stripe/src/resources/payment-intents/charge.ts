import type { VendorError } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { emitEvent } from "../../emit-event.ts";
import { cardError, docUrlOf } from "../../errors.ts";
import { type Decline, declineOf, declineProblem } from "../../test-cards/declines.ts";
import type { Op } from "../../types.ts";
import { attemptCharge, type ChargeRequest } from "../charges/attempt.ts";
import { AUTHORIZATION_SECONDS } from "../charges/card-details.ts";
import { noteDecline, noteUse } from "../intents/method-use.ts";
import { type PaymentMethod, wirePaymentMethod } from "../payment-methods/payment-method.ts";
import { expireHeldIntent } from "./expire.ts";
import { type PaymentIntent, wirePaymentIntent } from "./payment-intent.ts";

/** How an attempt to pay ended; `error` is what a declined request is answered. */
export interface Outcome {
  readonly intent: PaymentIntent;
  readonly error: VendorError | null;
}

/** Charges the method for the intent; a decline leaves a failed charge and takes the method from the intent. */
export function chargeIntent(op: Op, intent: PaymentIntent, method: PaymentMethod): Outcome {
  const { decline: name } = method.scenario;
  const decline = name === null ? null : declineOf(name);
  const used = decline === null ? noteUse(op, method, useOf(intent)) : noteDecline(op, method);
  const charge = attemptCharge(op, chargeRequest(intent), {
    method: used,
    decline,
    capture: captureOf(intent),
    authenticated: intent.authenticated_method === method.id,
  });
  if (decline !== null) return declined(op, intent, { decline, charge: charge.id, method: used });
  return { intent: paid(op, intent, used.id, charge.id), error: null };
}

function chargeRequest(intent: PaymentIntent): ChargeRequest {
  return {
    amount: intent.amount,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    livemode: intent.livemode,
    metadata: intent.metadata,
    payment_intent: intent.id,
    receipt_email: intent.receipt_email,
    shipping: intent.shipping,
    source: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    transfer_group: intent.transfer_group,
  };
}

/** Declines because the holder is not there to authenticate; the card is not charged at all. */
export function declineUnauthenticated(op: Op, intent: PaymentIntent, method: PaymentMethod): VendorError {
  return declined(op, intent, { decline: declineOf("authentication_required"), charge: null, method }).error;
}

function paid(op: Op, before: PaymentIntent, method: string, charge: string): PaymentIntent {
  const held = captureOf(before) === "later";
  const after = op.state.paymentIntents.update(before.id, {
    amount_capturable: held ? before.amount : 0,
    amount_received: held ? 0 : before.amount,
    challenge: null,
    last_payment_error: null,
    latest_charge: charge,
    next_action: null,
    payment_method: method,
    status: held ? "requires_capture" : "succeeded",
  });
  if (held) op.schedule.after(AUTHORIZATION_SECONDS * 1_000, expireHeldIntent, { intent: after.id });
  const type = held ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded";
  emitEvent(op, type, wirePaymentIntent(after));
  return after;
}

interface Declined {
  readonly decline: Decline;
  readonly charge: string | null;
  readonly method: PaymentMethod;
}

function declined(op: Op, before: PaymentIntent, { decline, charge, method }: Declined) {
  const problem = { ...declineProblem(decline), ...(charge === null ? {} : { charge }) };
  const wireMethod = wirePaymentMethod(method);
  const failure = { ...problem, payment_method: wireMethod, payment_method_type: method.type, type: "card_error" };
  const intent = failIntent(op, before, { ...failure, doc_url: docUrlOf(decline.code) }, charge);
  const error = cardError({ ...problem, payment_intent: wirePaymentIntent(intent), payment_method: wireMethod });
  return { intent, error };
}

/** Notes on the intent that an attempt failed, and asks for another method. */
export function failIntent(
  op: Op,
  before: PaymentIntent,
  failure: object,
  charge: string | null = before.latest_charge,
): PaymentIntent {
  const given = Object.entries(failure).filter(([, value]) => value !== undefined);
  const after = op.state.paymentIntents.update(before.id, {
    challenge: null,
    last_payment_error: Object.fromEntries(given) as unknown as Stripe.PaymentIntent.LastPaymentError,
    latest_charge: charge,
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
  });
  emitEvent(op, "payment_intent.payment_failed", wirePaymentIntent(after));
  return after;
}

function captureOf({ capture_method: capture, card_options: card }: PaymentIntent): "now" | "soon" | "later" {
  if (capture === "manual" || card.capture_method === "manual") return "later";
  return capture === "automatic" ? "now" : "soon";
}

function useOf({ card_options: card, customer, setup_future_usage: usage }: PaymentIntent) {
  const later = card.setup_future_usage ?? usage;
  const keep = later !== null && later !== "none";
  return { customer, keep, forOffSession: later === "off_session" };
}
