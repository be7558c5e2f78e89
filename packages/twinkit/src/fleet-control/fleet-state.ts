import type { TwinTypes } from "../define/twin-types.ts";
import { RUNTIME, type Twin } from "../server/twin.ts";
import { driverOf, type TwinRuntime } from "../server/twin-runtime.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { Driver } from "../work/driver.ts";
import type { WorldClock } from "../world/clock.ts";

/** A twin of a fleet, and where it listens. */
export interface FleetTwin {
  readonly twin: Twin;
  readonly url: string;
  readonly runtime: TwinRuntime<TwinTypes>;
}

/** A world of one of the fleet's twins, with what moves its clock. */
export interface FleetWorld {
  readonly twin: Twin;
  readonly driver: Driver<TwinTypes>;
}

/** Twins that still answer: one may be stopped while the others go on. */
export function openTwins({ twins }: FleetState): FleetTwin[] {
  return twins.filter(({ runtime }) => !runtime.closing);
}

/** What the control plane of a fleet works on. */
export interface FleetState {
  readonly twins: readonly FleetTwin[];
  /** Where the clocks of new worlds start, in every twin. */
  readonly clock: WorldClock;
}

export function fleetTwin(twin: Twin, url: string): FleetTwin {
  return { twin, url, runtime: twin[RUNTIME] };
}

/** Every world of every twin. */
export function allWorlds(fleet: FleetState): FleetWorld[] {
  return openTwins(fleet).flatMap(({ twin, runtime }) =>
    runtime.worlds.all().map((world) => ({ twin, driver: driverOf(runtime, world) })),
  );
}

/** The world of that name in every twin; made where it is new. @throws TwinkitError `worlds_full` */
export function worldsNamed(fleet: FleetState, name: string): FleetWorld[] {
  return openTwins(fleet).map(({ twin, runtime }) => {
    const world = runtime.worlds.open(name);
    if (world === null) throw new TwinkitError("worlds_full", runtime.worlds.fullRefusal);
    return { twin, driver: driverOf(runtime, world) };
  });
}
