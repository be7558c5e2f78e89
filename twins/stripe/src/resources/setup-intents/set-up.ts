import type { Ids, VendorError } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { emitEvent } from "../../emit-event.ts";
import { cardError, docUrlOf } from "../../errors.ts";
import { declineOf, declineProblem } from "../../test-cards/declines.ts";
import type { Op } from "../../types.ts";
import { noteDecline, noteUse } from "../intents/method-use.ts";
import { type PaymentMethod, wirePaymentMethod } from "../payment-methods/payment-method.ts";
import { type SetupIntent, wireSetupIntent } from "./setup-intent.ts";

const ATTEMPT_CHARS = 23;

/** How an attempt to set up ended; `error` is what a declined request is answered. */
export interface Outcome {
  readonly intent: SetupIntent;
  readonly error: VendorError | null;
}

/** The id of a new attempt. */
export function attemptId(ids: Ids): string {
  return ids.prefixed("setatt_1", ATTEMPT_CHARS);
}

/** Has the issuer agree that the card is kept, and attaches it to the intent's customer. */
export function setUp(op: Op, before: SetupIntent, method: PaymentMethod): Outcome {
  const { decline, refusesToBeSaved } = method.scenario;
  if (refusesToBeSaved && decline !== null) return declined(op, before, method);
  const forOffSession = before.usage === "off_session";
  const used = noteUse(op, method, { customer: before.customer, keep: true, forOffSession });
  const intent = op.state.setupIntents.update(before.id, {
    challenge: null,
    last_setup_error: null,
    latest_attempt: attemptId(op.ids),
    next_action: null,
    payment_method: used.id,
    status: "succeeded",
  });
  emitEvent(op, "setup_intent.succeeded", wireSetupIntent(intent));
  return { intent, error: null };
}

function declined(op: Op, before: SetupIntent, method: PaymentMethod): Outcome {
  const decline = declineOf(method.scenario.decline ?? "generic_decline");
  const problem = declineProblem(decline);
  const wireMethod = wirePaymentMethod(noteDecline(op, method));
  const failure = { ...problem, doc_url: docUrlOf(decline.code), payment_method: wireMethod, type: "card_error" };
  const intent = failSetup(op, before, { ...failure, payment_method_type: method.type });
  return {
    intent,
    error: cardError({ ...problem, payment_method: wireMethod, setup_intent: wireSetupIntent(intent) }),
  };
}

/** Notes on the intent that an attempt failed, and asks for another method. */
export function failSetup(op: Op, before: SetupIntent, failure: object): SetupIntent {
  const given = Object.entries(failure).filter(([, value]) => value !== undefined);
  const intent = op.state.setupIntents.update(before.id, {
    challenge: null,
    last_setup_error: Object.fromEntries(given) as unknown as Stripe.SetupIntent.LastSetupError,
    latest_attempt: attemptId(op.ids),
    next_action: null,
    payment_method: null,
    status: "requires_payment_method",
  });
  emitEvent(op, "setup_intent.setup_failed", wireSetupIntent(intent));
  return intent;
}
