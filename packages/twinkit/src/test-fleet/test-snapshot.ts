import type { FleetWorld } from "../fleet-control/fleet-state.ts";

/** A state of the world in every twin, to go back to as often as a test likes. */
export interface TestSnapshot {
  /** Makes the world what it was when the snapshot was taken: objects, ids, clock, pending work. */
  readonly restore: () => void;
  /** Forgets the snapshot. */
  readonly delete: () => void;
}

/** @throws TwinkitError `snapshots_full` */
export function takeSnapshot(worlds: readonly FleetWorld[], name: string): TestSnapshot {
  for (const { driver } of worlds) driver.world.snapshots.take(name);
  return {
    restore: () => {
      for (const { driver } of worlds) driver.world.snapshots.restore(name);
    },
    delete: () => {
      for (const { driver } of worlds) driver.world.snapshots.delete(name);
    },
  };
}
