import { Timestamp } from "@twinkit-pro/contracts";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { parseDurationMs } from "../duration.ts";
import { driverOf, type TwinRuntime } from "../server/twin-runtime.ts";
import type { World } from "../world/world.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

/** Longest single advance. */
const ADVANCE_MS_MAX = 100 * 365 * 86_400_000;

/** Years that a clock can be set to: what RFC 3339 can write, less what an advance may add. */
const TIME_MIN = "0000-01-01T00:00:00Z";
const TIME_MAX = "9899-12-31T23:59:59Z";

export const Duration = v.pipe(
  v.string(),
  v.maxLength(64),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const ms = parseDurationMs(dataset.value);
    if (ms !== null && ms <= ADVANCE_MS_MAX) return ms;
    addIssue({ message: 'write a duration up to 100 years, as ISO 8601 ("P1DT12H") or short ("24h", "90s")' });
    return NEVER;
  }),
  v.description('ISO 8601 ("P1DT12H") or short ("24h", "1h30m"), up to 100 years.'),
);
export const Instant = v.pipe(
  v.string(),
  v.maxLength(64),
  v.isoTimestamp(),
  v.check((text) => {
    const ms = Date.parse(text);
    return ms >= Date.parse(TIME_MIN) && ms <= Date.parse(TIME_MAX);
  }, `must be an instant from ${TIME_MIN} to ${TIME_MAX}`),
  v.description("RFC 3339."),
);

export const ClockFacts = v.strictObject({
  world: v.string(),
  time: Timestamp,
  mode: v.picklist(["flowing", "frozen"]),
  offset_ms: v.pipe(v.number(), v.description("How far the world's clock is ahead of the machine's.")),
  waiting: v.pipe(v.number(), v.description("Scheduled actions and webhook attempts that wait for their time.")),
  next_due: v.nullable(Timestamp),
});
const Moved = v.strictObject({
  worlds: v.array(
    v.strictObject({ ...ClockFacts.entries, actions: v.pipe(v.number(), v.description("How many ran.")) }),
  ),
});
const Set = v.strictObject({ worlds: v.array(ClockFacts) });

export function timeRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/time",
      name: "getTime",
      summary: "Where the clock stands and what waits for it.",
      scope: "world",
      response: ClockFacts,
      run: ({ world }) => clockFacts(world),
    }),
    adminRoute({
      method: "POST",
      path: "/time/advance",
      name: "advanceTime",
      summary:
        "Moves the clock forward. Everything that falls due on the way runs in order, the clock standing at its due time, before the call answers.",
      scope: "worlds",
      body: v.strictObject({ duration: Duration }),
      response: Moved,
      refusals: ["advance_limit"],
      run: ({ runtime, worlds, body }) => move(runtime, worlds, (world) => world.clock.nowMs + body.duration),
    }),
    adminRoute({
      method: "POST",
      path: "/time/set",
      name: "setTime",
      summary: "Sets the clock; where that is forward, everything due on the way runs as in an advance.",
      scope: "worlds",
      body: v.strictObject({ time: Instant }),
      response: Moved,
      refusals: ["advance_limit"],
      run: ({ runtime, worlds, body }) => move(runtime, worlds, () => Date.parse(body.time)),
    }),
    ...modeRoutes<T>(),
  ];
}

function modeRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "POST",
      path: "/time/freeze",
      name: "freezeTime",
      summary: "Stops the clock where it stands: it moves only when told to.",
      scope: "worlds",
      response: Set,
      run: ({ runtime, worlds }) => {
        for (const world of worlds) driverOf(runtime, world).setMode("frozen");
        return { worlds: worlds.map(clockFacts) };
      },
    }),
    adminRoute({
      method: "POST",
      path: "/time/unfreeze",
      name: "unfreezeTime",
      summary: "Lets the clock go on from where it stands, with the machine's.",
      scope: "worlds",
      response: Set,
      run: ({ runtime, worlds }) => {
        for (const world of worlds) driverOf(runtime, world).setMode("flowing");
        return { worlds: worlds.map(clockFacts) };
      },
    }),
  ];
}

async function move<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  worlds: readonly World<T>[],
  targetMs: (world: World<T>) => number,
): Promise<v.InferOutput<typeof Moved>> {
  const moved = [];
  for (const world of worlds) {
    const actions = await driverOf(runtime, world).advanceTo(targetMs(world));
    moved.push({ ...clockFacts(world), actions });
  }
  return { worlds: moved };
}

export function clockFacts<T extends TwinTypes>(world: World<T>): v.InferOutput<typeof ClockFacts> {
  const { clock, agenda } = world;
  return {
    world: world.name,
    time: new Date(clock.nowMs).toISOString(),
    mode: clock.position.mode,
    offset_ms: clock.nowMs - clock.wallMs,
    waiting: agenda.size,
    next_due: agenda.nextDueMs === null ? null : new Date(agenda.nextDueMs).toISOString(),
  };
}
