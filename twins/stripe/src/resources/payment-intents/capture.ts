import type Stripe from "stripe";
import { emitEvent } from "../../emit-event.ts";
import { definedFields } from "../../defined-fields.ts";
import { mergeMetadata } from "../../metadata.ts";
import type { Op } from "../../types.ts";
import { captureCharge } from "../charges/capture.ts";
import type { CapturePaymentIntent } from "./params.ts";
import { type PaymentIntent, wirePaymentIntent } from "./payment-intent.ts";
import { cannotCapture, refusal } from "./refusals.ts";

export function capturePaymentIntent(op: Op<CapturePaymentIntent, "intent">): Stripe.PaymentIntent {
  const { params, state, path } = op;
  const intent = state.paymentIntents.require(path.intent);
  if (intent.status !== "requires_capture") throw cannotCapture(intent);
  const amount = captureAmount(intent, params);
  const { statement_descriptor, statement_descriptor_suffix } = params;
  const described = definedFields({ statement_descriptor, statement_descriptor_suffix });
  const held = state.charges.update(intent.latest_charge ?? "", described);
  captureCharge(op, held, amount);
  const captured = state.paymentIntents.update(intent.id, {
    ...described,
    amount_capturable: 0,
    amount_received: amount,
    metadata: mergeMetadata(intent.metadata, params.metadata),
    status: "succeeded",
  });
  const wire = wirePaymentIntent(captured);
  emitEvent(op, "payment_intent.succeeded", wire);
  return wire;
}

/** The amount to capture; all that is held, where the request names none. */
function captureAmount(
  intent: PaymentIntent,
  { amount_to_capture: asked, final_capture: final }: CapturePaymentIntent,
) {
  if (final === false) {
    const message = "The Stripe twin does not model multicapture: `final_capture` can only be true.";
    throw refusal(intent, { message, param: "final_capture" });
  }
  const amount = asked ?? intent.amount_capturable;
  if (amount < 0) {
    throw refusal(intent, { message: "Invalid non-negative integer", param: "amount_to_capture" });
  }
  if (amount === 0) {
    const message = "This value must be greater than or equal to 1.";
    throw refusal(intent, { code: "parameter_invalid_integer", message, param: "amount" });
  }
  if (amount > intent.amount_capturable) {
    const message =
      "The payment could not be captured because the requested capture amount is greater than the amount you can " +
      "capture for this charge. Contact us via https://support.stripe.com/contact/ for help.";
    throw refusal(intent, { code: "amount_too_large", message });
  }
  return amount;
}
