import type Stripe from "stripe";
import { emitEvent } from "../../emit-event.ts";
import { docUrlOf } from "../../errors.ts";
import type { Op } from "../../types.ts";
import type { SettledChallenge } from "../intents/settled-challenge.ts";
import { wirePaymentMethod } from "../payment-methods/payment-method.ts";
import { type Challenge, type ChallengeRequest, openChallenge } from "../three-d-secure/challenge.ts";
import { chargeIntent, failIntent } from "./charge.ts";
import { type PaymentIntent, wirePaymentIntent } from "./payment-intent.ts";

/** Has the holder of the method asked to authenticate. */
export function requireAction(
  op: Op,
  intent: PaymentIntent,
  asked: Omit<ChallengeRequest, "intent">,
): Stripe.PaymentIntent {
  const { challenge, nextAction } = openChallenge(op, { ...asked, intent: intent.id });
  const after = op.state.paymentIntents.update(intent.id, {
    challenge: challenge.id,
    next_action: nextAction,
    payment_method: asked.method,
    status: "requires_action",
  });
  const wire = wirePaymentIntent(after);
  emitEvent(op, "payment_intent.requires_action", wire);
  return wire;
}

/** Goes on with the payment whose challenge was answered; null where no payment waits for it. */
export function settleChallengeOfPayment(op: Op, challenge: Challenge): SettledChallenge | null {
  const intent = op.state.paymentIntents.get(challenge.intent);
  if (intent?.challenge !== challenge.id || intent.status !== "requires_action") return null;
  const after = challenge.status === "authenticated" ? proceed(op, intent, challenge) : fail(op, intent, challenge);
  return {
    succeeded: after.status !== "requires_payment_method",
    query: { payment_intent: intent.id, payment_intent_client_secret: intent.client_secret },
  };
}

function proceed(op: Op, before: PaymentIntent, { method: id }: Challenge): PaymentIntent {
  const manual = before.confirmation_method === "manual";
  const intent = op.state.paymentIntents.update(before.id, {
    authenticated_method: id,
    challenge: null,
    next_action: null,
    ...(manual ? { status: "requires_confirmation" } : {}),
  });
  // The merchant's server confirms once more itself.
  return manual ? intent : chargeIntent(op, intent, op.state.paymentMethods.require(id)).intent;
}

function fail(op: Op, before: PaymentIntent, { method: id }: Challenge): PaymentIntent {
  const method = op.state.paymentMethods.require(id);
  const code = "payment_intent_authentication_failure";
  return failIntent(op, before, {
    code,
    doc_url: docUrlOf(code),
    message:
      "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    payment_method: wirePaymentMethod(method),
    payment_method_type: method.type,
    type: "invalid_request_error",
  });
}
