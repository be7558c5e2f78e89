import type { VendorError } from "@twinkit-pro/twinkit";
import { invalidRequest, type RequestProblem } from "../../errors.ts";
import { type SetupIntent, type SetupIntentStatus, wireSetupIntent } from "./setup-intent.ts";

/** Statuses in which an intent can still be set up. */
export const OPEN: readonly SetupIntentStatus[] = [
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
];

const STATE = "setup_intent_unexpected_state";

/** A refusal that shows the intent it is about. */
export function refusal(intent: SetupIntent, problem: RequestProblem): VendorError {
  return invalidRequest({ ...problem, setup_intent: wireSetupIntent(intent) });
}

export function withoutMethod(intent: SetupIntent): VendorError {
  const message =
    "You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent " +
    "with a payment method and then confirm it again, or confirm it again directly with a payment method or " +
    "ConfirmationToken.";
  return refusal(intent, { code: STATE, message });
}

/** `verb` is confirm or update. */
export function isOver(intent: SetupIntent, verb: "confirm" | "update"): VendorError {
  const why = intent.status === "succeeded" ? "it has already succeeded" : "it has been canceled";
  return refusal(intent, { code: STATE, message: `You cannot ${verb} this SetupIntent because ${why}.` });
}

export function cannotCancel(intent: SetupIntent): VendorError {
  const why =
    intent.status === "canceled"
      ? "it is already canceled."
      : `it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be canceled: ` +
        "`requires_payment_method`, `requires_confirmation`, or `requires_action`.";
  return refusal(intent, { code: STATE, message: `You cannot cancel this SetupIntent because ${why}` });
}
