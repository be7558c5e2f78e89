import { invalidRequest } from "../../errors.ts";
import type { Op } from "../../types.ts";
import { attach } from "../payment-methods/attachment.ts";
import { verified } from "../payment-methods/checks.ts";
import type { PaymentMethod } from "../payment-methods/payment-method.ts";

/** @throws VendorError where a method that was used or detached before may not be used again; `extra` joins the error */
export function checkUnused(method: PaymentMethod, extra: object): void {
  if (method.customer !== null || method.use === "fresh") return;
  const message =
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a " +
    "connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use " +
    "a PaymentMethod multiple times, you must attach it to a Customer first.";
  throw invalidRequest({ message, ...extra });
}

export interface Use {
  /** The customer of the intent. */
  readonly customer: string | null;
  /** The method is to be kept for later. */
  readonly keep: boolean;
  /** It is to be kept for payments without its holder. */
  readonly forOffSession: boolean;
}

/** Notes that an intent has used a method with success: attaches what is to be kept, wears out what is not. */
export function noteUse(op: Op, method: PaymentMethod, { customer, keep, forOffSession }: Use): PaymentMethod {
  const attaches = keep && customer !== null && method.customer === null;
  const used = op.state.paymentMethods.update(method.id, {
    card: verified(method),
    set_up_for_off_session: method.set_up_for_off_session || forOffSession,
    ...(method.customer !== null || attaches ? {} : { use: keep ? ("saved_once" as const) : ("spent" as const) }),
  });
  return attaches ? attach(op, used, customer) : used;
}

/** Notes that an issuer has declined: the details were checked, and a method that is not saved is worn out. */
export function noteDecline({ state }: Op, method: PaymentMethod): PaymentMethod {
  const worn = method.customer === null ? { use: "spent" as const } : {};
  return state.paymentMethods.update(method.id, { card: verified(method), ...worn });
}
