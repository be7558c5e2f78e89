import type { Hono } from "hono";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { parseDurationMs } from "../duration.ts";
import { driverOf, type TwinRuntime } from "../server/twin-runtime.ts";
import type { World } from "../world/world.ts";
import { jsonBody } from "./json-body.ts";
import { selectedWorld, selectedWorlds } from "./selected-worlds.ts";

/** Longest single advance. */
const ADVANCE_MS_MAX = 100 * 365 * 86_400_000;

const Advance = v.strictObject({
  duration: v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const ms = parseDurationMs(dataset.value);
      if (ms !== null && ms <= ADVANCE_MS_MAX) return ms;
      addIssue({ message: 'write a duration up to 100 years, as ISO 8601 ("P1DT12H") or short ("24h", "90s")' });
      return NEVER;
    }),
  ),
});
const SetTime = v.strictObject({ time: v.pipe(v.string(), v.isoTimestamp()) });

/** `GET /admin/time`, `POST /admin/time/advance`, `POST /admin/time/set` */
export function timeRoutes<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>): void {
  app.get("/time", (c) => c.json(facts(selectedWorld(runtime, c.req.raw))));
  app.post("/time/advance", async (c) => {
    const worlds = selectedWorlds(runtime, c.req.raw);
    const { duration } = await jsonBody(c.req.raw, Advance);
    return c.json({ worlds: await move(runtime, worlds, (world) => world.clock.nowMs + duration) });
  });
  app.post("/time/set", async (c) => {
    const worlds = selectedWorlds(runtime, c.req.raw);
    const { time } = await jsonBody(c.req.raw, SetTime);
    return c.json({ worlds: await move(runtime, worlds, () => Date.parse(time)) });
  });
}

async function move<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  worlds: readonly World<T>[],
  targetMs: (world: World<T>) => number,
): Promise<unknown[]> {
  const moved = [];
  for (const world of worlds) {
    const actions = await driverOf(runtime, world).advanceTo(targetMs(world));
    moved.push({ ...facts(world), actions });
  }
  return moved;
}

function facts<T extends TwinTypes>(world: World<T>): Record<string, unknown> {
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
