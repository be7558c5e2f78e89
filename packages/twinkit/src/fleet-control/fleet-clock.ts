import { advanceInStep } from "../work/advance-in-step.ts";
import type { FleetWorld } from "./fleet-state.ts";
import type { WorldClock } from "../world/clock.ts";

/** Where a clock is to stand, given where it stands now; milliseconds since the epoch. */
export type Target = (nowMs: number) => number;

/**
 * Moves the clocks of all `worlds` together; what is due in any of them runs in the order of its time.
 * `start` is the clock of worlds that are not made yet, null where only named worlds move.
 * @returns how many actions ran, in the order of `worlds`
 * @throws TwinkitError `advance_limit`
 */
export async function moveClocks(
  worlds: readonly FleetWorld[],
  start: WorldClock | null,
  target: Target,
): Promise<number[]> {
  const startTargetMs = start === null ? null : target(start.nowMs);
  const actions = await advanceInStep(
    worlds.map(({ driver }) => driver),
    (driver) => target(driver.world.clock.nowMs),
  );
  if (startTargetMs !== null) start?.set(startTargetMs);
  return actions;
}

export function setClockModes(
  worlds: readonly FleetWorld[],
  start: WorldClock | null,
  mode: "flowing" | "frozen",
): void {
  start?.resume({ mode, atMs: start.nowMs });
  for (const { driver } of worlds) driver.setMode(mode);
}
