import { action } from "@twinkit-pro/twinkit";
import type { StripeTwin } from "../../types.ts";
import { expireHold, isHeld } from "../charges/capture.ts";
import { cancelIntent } from "./cancel.ts";

/** Gives an authorization back that nobody captured in time. */
export const expireHeldIntent = action<StripeTwin, { intent: string }>(
  "payment_intent.expire",
  (work, { intent: id }) => {
    const intent = work.state.paymentIntents.get(id);
    if (intent?.status !== "requires_capture") return;
    const charge = intent.latest_charge === null ? undefined : work.state.charges.get(intent.latest_charge);
    if (charge !== undefined && isHeld(charge)) expireHold(work, charge);
    cancelIntent(work, intent, "expired");
  },
);
