import { action } from "@twinkit-pro/twinkit";
import { emitEvent } from "../../emit-event.ts";
import type { StripeTwin, Work } from "../../types.ts";
import { AUTHORIZATION_SECONDS } from "./card-details.ts";
import { type Charge, wireCharge } from "./charge.ts";
import { book } from "./settle.ts";

/** Captures a held charge, all of it or a part; the rest is given back. */
export function captureCharge(work: Work, charge: Charge, amount: number): Charge {
  const captured = book(work, work.state.charges.update(charge.id, { captured: true, amount_captured: amount }));
  emitEvent(work, "charge.captured", wireCharge(captured));
  return captured;
}

/** Gives a held charge back. No money has moved, so nothing is refunded and nobody is told. */
export function releaseCharge({ state }: Pick<Work, "state">, charge: Charge): Charge {
  return state.charges.update(charge.id, { released: true });
}

/** Gives a held charge back because its time is over. */
export function expireHold(work: Work, charge: Charge): void {
  emitEvent(work, "charge.expired", wireCharge(releaseCharge(work, charge)));
}

/** Gives back a charge of the Charges API that was held and never captured. */
export const expireCharge = action<StripeTwin, { charge: string }>("charge.expire", (work, { charge: id }) => {
  const charge = work.state.charges.get(id);
  if (charge !== undefined && isHeld(charge)) expireHold(work, charge);
});

export function expireLater({ schedule }: Pick<Work, "schedule">, charge: Charge): void {
  schedule.after(AUTHORIZATION_SECONDS * 1_000, expireCharge, { charge: charge.id });
}

/** Authorized, and neither captured nor given back. */
export function isHeld({ captured, failure, released }: Charge): boolean {
  return !captured && failure === null && !released;
}
