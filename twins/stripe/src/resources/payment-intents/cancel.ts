import type Stripe from "stripe";
import { emitEvent } from "../../emit-event.ts";
import type { Op, Work } from "../../types.ts";
import { isHeld, releaseCharge } from "../charges/capture.ts";
import type { CancelPaymentIntent } from "./params.ts";
import { type PaymentIntent, type PaymentIntentStatus, wirePaymentIntent } from "./payment-intent.ts";
import { cannotCancel, OPEN } from "./refusals.ts";

const CANCELABLE: readonly PaymentIntentStatus[] = [...OPEN, "requires_capture"];

export function cancelPaymentIntent(op: Op<CancelPaymentIntent, "intent">): Stripe.PaymentIntent {
  const { state, params, path } = op;
  const intent = state.paymentIntents.require(path.intent);
  if (!CANCELABLE.includes(intent.status)) throw cannotCancel(intent);
  const charge = intent.latest_charge === null ? undefined : state.charges.get(intent.latest_charge);
  if (charge !== undefined && isHeld(charge)) releaseCharge(op, charge);
  return wirePaymentIntent(cancelIntent(op, intent, params.cancellation_reason ?? null));
}

/** Ends an intent without payment. What it holds of a card is given back by the caller. */
export function cancelIntent(work: Work, { id }: PaymentIntent, reason: string | null): PaymentIntent {
  const canceled = work.state.paymentIntents.update(id, {
    amount_capturable: 0,
    canceled_at: Math.floor(work.now / 1_000),
    cancellation_reason: reason,
    challenge: null,
    next_action: null,
    status: "canceled",
  });
  emitEvent(work, "payment_intent.canceled", wirePaymentIntent(canceled));
  return canceled;
}
