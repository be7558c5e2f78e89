import { parseDurationMs } from "../duration.ts";
import { driverOf } from "../server/twin-runtime.ts";
import { advanceInStep } from "../work/advance-in-step.ts";
import type { WorldClock } from "../world/clock.ts";
import type { MemberWorld } from "./member.ts";

/** The clocks of a test's worlds, moved together. */
export interface TestClock {
  /** Where the first clock stands. */
  readonly now: Date;
  /**
   * Moves every clock on by a duration: `"24h"`, `"1h30m"`, ISO 8601 (`"P30D"`), or milliseconds. Everything that falls due on
   * the way runs in order, webhooks included, before this resolves.
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

/** `base`: where worlds begin that are not made yet; it moves with the others. */
export function createTestClock(worlds: () => readonly MemberWorld[], base: WorldClock | null): TestClock {
  const moveTo = async (targetMs: (nowMs: number) => number): Promise<void> => {
    const drivers = worlds().map(({ member, world }) => driverOf(member.runtime, world));
    const baseMs = base === null ? null : targetMs(base.nowMs);
    await advanceInStep(drivers, ({ world }) => targetMs(world.clock.nowMs));
    if (baseMs !== null) base?.set(baseMs);
  };
  const setMode = (mode: "frozen" | "flowing"): void => {
    base?.resume({ mode, atMs: base.nowMs });
    for (const { member, world } of worlds()) driverOf(member.runtime, world).setMode(mode);
  };
  return {
    get now() {
      return new Date((base ?? worlds()[0]?.world.clock)?.nowMs ?? Date.now());
    },
    advance: async (duration) => {
      const ms = typeof duration === "number" ? duration : parseDurationMs(duration);
      if (ms === null || !(ms >= 0)) {
        throw new RangeError(`${JSON.stringify(duration)} is no duration; write "24h", "90s" or ISO 8601 ("P1DT12H").`);
      }
      await moveTo((nowMs) => nowMs + ms);
    },
    set: async (time) => moveTo(() => instantMs(time)),
    freeze: async (time) => {
      setMode("frozen");
      if (time !== undefined) await moveTo(() => instantMs(time));
    },
    unfreeze: () => setMode("flowing"),
  };
}

/** @throws RangeError where the text is no instant */
export function instantMs(time: Date | string): number {
  const ms = time instanceof Date ? time.getTime() : Date.parse(time);
  if (Number.isFinite(ms)) return ms;
  throw new RangeError(`${String(time)} is no instant; write ISO 8601, such as "2027-01-01T00:00:00Z".`);
}
