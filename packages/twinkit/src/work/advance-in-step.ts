import { TwinkitError } from "../twinkit-error.ts";
import { ADVANCE_ACTIONS_MAX, ADVANCE_WORK_MS_MAX } from "./driver.ts";

/** A world whose clock moves with others. */
export interface Steppable {
  readonly world: {
    readonly clock: { readonly nowMs: number; readonly set: (atMs: number) => void };
    readonly agenda: { readonly nextDueMs: number | null };
  };
  readonly advanceTo: (targetMs: number) => Promise<number>;
  /** Resolves once what follows from calls under way is on the agenda. */
  readonly outboundSettled: () => Promise<void>;
}

/**
 * Moves several clocks to their targets together: what is due in any of the worlds runs in the order of its time,
 * and every clock has reached that time when it runs.
 * @param targetMs where each clock is to stand in the end
 * @returns how many actions ran, in the order of `drivers`
 * @throws TwinkitError `advance_limit` where all worlds together reached the bounds of one advance
 */
export async function advanceInStep<Driver extends Steppable>(
  drivers: readonly Driver[],
  targetMs: (driver: Driver) => number,
): Promise<number[]> {
  await Promise.all(drivers.map((driver) => driver.outboundSettled()));
  const steps = drivers.map((driver) => ({ driver, targetMs: targetMs(driver), actions: 0 }));
  const startedMs = performance.now();
  let total = 0;
  for (;;) {
    // How far each is from its target says where they are together, also where the clocks differ.
    const dues = steps.map((step) => (step.driver.world.agenda.nextDueMs ?? Infinity) - step.targetMs);
    const nextMs = Math.min(...dues);
    if (nextMs > 0) break;
    if (total >= ADVANCE_ACTIONS_MAX || performance.now() - startedMs > ADVANCE_WORK_MS_MAX) refuse(total);
    // First every clock, then the work: whoever is called by it must already have this time.
    for (const { driver, targetMs } of steps) {
      const { clock } = driver.world;
      if (clock.nowMs < targetMs + nextMs) clock.set(targetMs + nextMs);
    }
    for (const step of steps) {
      const { world } = step.driver;
      if ((world.agenda.nextDueMs ?? Infinity) > step.targetMs + nextMs) continue;
      const actions = await step.driver.advanceTo(Math.max(step.targetMs + nextMs, world.clock.nowMs));
      step.actions += actions;
      total += actions;
    }
  }
  for (const step of steps) step.actions += await step.driver.advanceTo(step.targetMs);
  return steps.map(({ actions }) => actions);
}

function refuse(ran: number): never {
  throw new TwinkitError(
    "advance_limit",
    `The clocks stopped after ${ran} actions in all worlds together; one advance runs ${ADVANCE_ACTIONS_MAX} and works ` +
      `${ADVANCE_WORK_MS_MAX / 1_000} s at most. Advance again to go on.`,
  );
}
