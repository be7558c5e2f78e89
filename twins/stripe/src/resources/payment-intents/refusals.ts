import type { VendorError } from "@twinkit-pro/twinkit";
import { invalidRequest, type RequestProblem } from "../../errors.ts";
import { type PaymentIntent, type PaymentIntentStatus, wirePaymentIntent } from "./payment-intent.ts";

/** Statuses in which an intent can still become a payment. */
export const OPEN: readonly PaymentIntentStatus[] = [
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
];

const STATE = "payment_intent_unexpected_state";

/** A refusal that shows the intent it is about. */
export function refusal(intent: PaymentIntent, problem: RequestProblem): VendorError {
  return invalidRequest({ ...problem, payment_intent: wirePaymentIntent(intent) });
}

/** A change that the intent's status does not allow any more. */
export function cannotUpdate(intent: PaymentIntent, param: string): VendorError {
  const message =
    `This PaymentIntent's ${param} could not be updated because it has a status of ${intent.status}. You may only ` +
    `update the ${param} of a PaymentIntent with one of the following statuses: ${OPEN.join(", ")}.`;
  return refusal(intent, { code: STATE, message, param });
}

export function cannotConfirm(intent: PaymentIntent): VendorError {
  const message =
    intent.status === "succeeded"
      ? "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
      : `You cannot confirm this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with ` +
        "one of the following statuses may be confirmed: requires_confirmation, requires_payment_method, " +
        "requires_action.";
  return refusal(intent, { code: STATE, message });
}

export function withoutMethod(intent: PaymentIntent): VendorError {
  const remedy =
    intent.customer === null
      ? "You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again " +
        "directly with a payment method or ConfirmationToken."
      : `To confirm the PaymentIntent with ${intent.customer}, specify a payment method attached to this customer ` +
        "along with the customer ID.";
  const message = `You cannot confirm this PaymentIntent because it's missing a payment method. ${remedy}`;
  return refusal(intent, { code: STATE, message });
}

export function cannotCapture(intent: PaymentIntent): VendorError {
  const message =
    intent.status === "succeeded"
      ? "The remaining amount on this PaymentIntent could not be captured because the remainder of the authorized " +
        "amount has been released."
      : `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent ` +
        "with one of the following statuses may be captured: requires_capture.";
  return refusal(intent, { code: STATE, message });
}

export function cannotCancel(intent: PaymentIntent): VendorError {
  const message =
    `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one ` +
    "of the following statuses may be canceled: requires_payment_method, requires_capture, requires_reauthorization, " +
    "requires_confirmation, requires_action, expired, processing.";
  return refusal(intent, { code: STATE, message });
}
