import { parseDurationMs } from "../duration.ts";
import { moveClocks, setClockModes } from "../fleet-control/fleet-clock.ts";
import type { FleetWorld } from "../fleet-control/fleet-state.ts";
import type { WorldClock } from "../world/clock.ts";

/** The clocks of a test's worlds, moved in step. */
export interface TestClock {
  /** Where the first clock stands. */
  readonly now: Date;
  /**
   * Moves every clock on by a duration: `"24h"`, `"1h30m"`, ISO 8601 (`"P30D"`), or milliseconds. Everything that falls due on
   * the way in any twin runs in the order of its time, webhooks included, before this resolves.
   * @throws TwinkitError `advance_limit`; RangeError where the duration cannot be read
   */
  readonly advance: (duration: string | number) => Promise<void>;
  /** Moves every clock to an instant, as `advance` does. */
  readonly set: (time: Date | string) => Promise<void>;
  /** Stops every clock where it stands, or at an instant: they move only by `advance` and `set` from then on. */
  readonly freeze: (time?: Date | string) => Promise<void>;
  /** Lets every clock go on from where it stands, with the machine's. */
  readonly unfreeze: () => void;
}

/** `start`: where worlds begin that are not made yet; it moves with the others. */
export function createTestClock(worlds: () => readonly FleetWorld[], start: WorldClock | null): TestClock {
  const moveTo = async (time: Date | string): Promise<void> => {
    const atMs = instantMs(time);
    await moveClocks(worlds(), start, () => atMs);
  };
  return {
    get now() {
      return new Date((start ?? worlds()[0]?.driver.world.clock)?.nowMs ?? Date.now());
    },
    advance: async (duration) => {
      const ms = durationMs(duration);
      await moveClocks(worlds(), start, (nowMs) => nowMs + ms);
    },
    set: moveTo,
    freeze: async (time) => {
      setClockModes(worlds(), start, "frozen");
      if (time !== undefined) await moveTo(time);
    },
    unfreeze: () => setClockModes(worlds(), start, "flowing"),
  };
}

function durationMs(duration: string | number): number {
  const ms = typeof duration === "number" ? duration : parseDurationMs(duration);
  if (ms !== null && ms >= 0) return ms;
  throw new RangeError(`${JSON.stringify(duration)} is no duration; write "24h", "90s" or ISO 8601 ("P1DT12H").`);
}

/** @throws RangeError where the text is no instant */
export function instantMs(time: Date | string): number {
  const ms = time instanceof Date ? time.getTime() : Date.parse(time);
  if (Number.isFinite(ms)) return ms;
  throw new RangeError(`${String(time)} is no instant; write ISO 8601, such as "2027-01-01T00:00:00Z".`);
}
