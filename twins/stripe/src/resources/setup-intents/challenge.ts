import type Stripe from "stripe";
import { emitEvent } from "../../emit-event.ts";
import { docUrlOf } from "../../errors.ts";
import type { Op } from "../../types.ts";
import type { SettledChallenge } from "../intents/settled-challenge.ts";
import { wirePaymentMethod } from "../payment-methods/payment-method.ts";
import { type Challenge, type ChallengeRequest, openChallenge } from "../three-d-secure/challenge.ts";
import { attemptId, failSetup, setUp } from "./set-up.ts";
import { type SetupIntent, wireSetupIntent } from "./setup-intent.ts";

/** Has the holder of the method asked to authenticate. */
export function requireAction(
  op: Op,
  intent: SetupIntent,
  asked: Omit<ChallengeRequest, "intent">,
): Stripe.SetupIntent {
  const { challenge, nextAction } = openChallenge(op, { ...asked, intent: intent.id });
  const after = op.state.setupIntents.update(intent.id, {
    challenge: challenge.id,
    latest_attempt: attemptId(op.ids),
    next_action: nextAction,
    payment_method: asked.method,
    status: "requires_action",
  });
  const wire = wireSetupIntent(after);
  emitEvent(op, "setup_intent.requires_action", wire);
  return wire;
}

/** Goes on with the set-up whose challenge was answered; null where none waits for it. */
export function settleChallengeOfSetup(op: Op, challenge: Challenge): SettledChallenge | null {
  const intent = op.state.setupIntents.get(challenge.intent);
  if (intent?.challenge !== challenge.id || intent.status !== "requires_action") return null;
  const method = op.state.paymentMethods.require(challenge.method);
  const authenticated = challenge.status === "authenticated";
  const after = authenticated ? setUp(op, intent, method).intent : failSetup(op, intent, failureOf(method));
  return {
    succeeded: after.status === "succeeded",
    query: { setup_intent: intent.id, setup_intent_client_secret: intent.client_secret },
  };
}

function failureOf(method: Parameters<typeof wirePaymentMethod>[0]): object {
  const code = "setup_intent_authentication_failure";
  return {
    code,
    doc_url: docUrlOf(code),
    message:
      "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    payment_method: wirePaymentMethod(method),
    payment_method_type: method.type,
    type: "invalid_request_error",
  };
}
