import { formatAmount } from "../../amounts.ts";
import { invalidRequest } from "../../errors.ts";
import type { Charge } from "../charges/charge.ts";

/** What of a charge a refund may still take. */
export function refundable({ amount_captured: captured, amount_refunded: refunded }: RefundedCharge): number {
  return captured - refunded;
}
export type RefundedCharge = Pick<Charge, "id" | "amount_captured" | "amount_refunded" | "currency">;

/**
 * The amount that a refund takes; what is left, where the request names none.
 * @throws VendorError where less is left
 */
export function refundAmount(charge: RefundedCharge, asked: number | undefined): number {
  const left = refundable(charge);
  if (left <= 0) {
    const message = `Charge ${charge.id} has already been refunded.`;
    throw invalidRequest({ code: "charge_already_refunded", message });
  }
  if (asked === undefined || asked <= left) return asked ?? left;
  const limit = charge.amount_refunded === 0 ? "charge amount" : "unrefunded amount on charge";
  const [given, most] = [formatAmount(asked, charge.currency), formatAmount(left, charge.currency)];
  throw invalidRequest({ message: `Refund amount (${given}) is greater than ${limit} (${most})`, param: "amount" });
}

/** @throws VendorError where no refund of the charge is possible, whatever its amount */
export function checkRefundable({ id, captured, failure, payment_intent: intent }: Charge): void {
  if (failure !== null) {
    throw invalidRequest({
      message:
        intent === null
          ? `Charge ${id} failed and cannot be refunded.`
          : `This PaymentIntent (${intent}) does not have a successful charge to refund.`,
    });
  }
  if (!captured && intent !== null) {
    const message =
      `This uncaptured Charge was created by a PaymentIntent (${intent}). You must cancel the PaymentIntent to ` +
      "reverse the authorization instead of refunding the Charge directly. For more information, see " +
      "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method";
    throw invalidRequest({ message });
  }
}
