import { action } from "@twinkit-pro/twinkit";
import { emitEvent } from "../../emit-event.ts";
import type { StripeTwin, Work } from "../../types.ts";
import { recordRefundFailure } from "../balance-transactions/record.ts";
import { type Refund, wireRefund } from "./refund.ts";

/** When the test cards for asynchronous refunds change their mind; Stripe says "some time later". */
export const ASYNC_REFUND_MS = 60_000;
const FAILURE_REASON = "expired_or_canceled_card";

/** A refund that began pending arrives. */
export const completeRefund = action<StripeTwin, { refund: string }>("refund.complete", (work, { refund: id }) => {
  const before = work.state.refunds.get(id);
  if (before?.status === "pending") tellChange(work, before, work.state.refunds.update(id, { status: "succeeded" }));
});

/** A refund that seemed to succeed comes back. */
export const failRefund = action<StripeTwin, { refund: string }>("refund.fail", (work, { refund: id }) => {
  const { state } = work;
  const before = state.refunds.get(id);
  if (before?.status !== "succeeded") return;
  const charge = state.charges.require(before.charge);
  const { amount, currency } = before;
  const returned = recordRefundFailure(work, { refund: id, amount, currency, description: charge.description });
  state.charges.update(charge.id, { amount_refunded: charge.amount_refunded - amount });
  const failure = { reason: FAILURE_REASON, balance_transaction: returned.id };
  const after = state.refunds.update(id, { status: "failed", failure });
  tellChange(work, before, after);
  emitEvent(work, "refund.failed", wireRefund(after));
});

/** Stripe tells every change of a refund twice: by its own event and by the charge's older one. */
export function tellChange(work: Work, before: Refund, after: Refund): void {
  emitEvent(work, "refund.updated", wireRefund(after), wireRefund(before));
  emitEvent(work, "charge.refund.updated", wireRefund(after), wireRefund(before));
}
