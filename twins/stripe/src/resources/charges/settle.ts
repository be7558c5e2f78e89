import { action } from "@twinkit-pro/twinkit";
import { emitEvent } from "../../emit-event.ts";
import type { StripeTwin, Work } from "../../types.ts";
import { recordCharge } from "../balance-transactions/record.ts";
import { type Charge, wireCharge } from "./charge.ts";

/**
 * How long after an asynchronous capture the money is booked. Stripe promises within the hour and usually needs
 * seconds. https://docs.stripe.com/payments/payment-intents/asynchronous-capture
 */
export const ASYNC_CAPTURE_MS = 2_000;

/** Books the money of a charge that was captured asynchronously. */
export const settle = action<StripeTwin, { charge: string }>(
  "charge.settle",
  (work, { charge: id }) => {
    const charge = work.state.charges.get(id);
    if (charge !== undefined) settled(work, charge);
  },
  { atShutdown: "run" },
);

export function settleSoon({ schedule }: Pick<Work, "schedule">, charge: Charge): void {
  schedule.after(ASYNC_CAPTURE_MS, settle, { charge: charge.id });
}

/** The charge with its money booked; does it now where that still waits. */
export function settled(work: Work, charge: Charge): Charge {
  if (!charge.captured || charge.balance_transaction !== null) return charge;
  const after = book(work, charge);
  emitEvent(work, "charge.updated", wireCharge(after), wireCharge(charge));
  return after;
}

/** Books a captured charge's money. */
export function book(work: Work, charge: Charge): Charge {
  const transaction = recordCharge(work, {
    charge: charge.id,
    amount: charge.amount_captured,
    currency: charge.currency,
    description: charge.description,
    bypassesPending: charge.scenario.bypassesPending,
  });
  return work.state.charges.update(charge.id, { balance_transaction: transaction.id });
}
