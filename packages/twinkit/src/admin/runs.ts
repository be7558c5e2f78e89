import { RunId, RunManifest } from "@twinkit-pro/contracts";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import type { RunFixtures } from "../runs/begin-run.ts";
import { ALL_WORLDS } from "../runs/run.ts";
import type { World } from "../world/world.ts";
import { WorldState } from "../world/world-state.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

const START_BYTES_MAX = 256 * 1024 * 1024;

const Fixtures = v.pipe(
  v.strictObject({
    snapshot: v.exactOptional(v.pipe(v.string(), v.maxLength(64), v.description("Name of a snapshot of the world."))),
    state: v.exactOptional(v.pipe(WorldState, v.description("A state as `GET /admin/state` exports it."))),
  }),
  v.check(
    ({ snapshot, state }) => (snapshot === undefined) !== (state === undefined),
    "give either a snapshot or a state",
  ),
);
const StartRun = v.strictObject({
  run_id: v.exactOptional(v.pipe(RunId, v.description("Default: a name made of the time."))),
  seed: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.description("Default: the twin's seed."))),
  at: v.exactOptional(
    v.pipe(v.string(), v.isoTimestamp(), v.description("The clock stands still here. Default: as after a reset.")),
  ),
  fixtures: v.exactOptional(v.pipe(Fixtures, v.description("What the world holds at the start."))),
  reset: v.optional(
    v.pipe(
      v.boolean(),
      v.description("False captures from the world as it is; `seed`, `at` and `fixtures` need true."),
    ),
    true,
  ),
});
const FinishRun = v.strictObject({
  run_id: v.exactOptional(
    v.pipe(RunId, v.description("Also a run that an earlier process of this twin left unfinished.")),
  ),
});

export function runsRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "POST",
      path: "/runs/start",
      name: "startRun",
      summary:
        "Starts a run: resets and reseeds the world, and from then on captures each exchange. `?world=*` runs all worlds, new ones included, in one capture.",
      scope: "worlds",
      body: StartRun,
      bodyBytesMax: START_BYTES_MAX,
      status: 201,
      response: RunManifest,
      refusals: ["run_active", "run_exists", "run_invalid", "run_storage", "snapshot_unknown", "state_invalid"],
      run: ({ runtime, worlds, request, body: { run_id: runId, seed, at, fixtures, reset } }) =>
        runtime.runs.start(targetOf(request, worlds), {
          runId,
          seed,
          atMs: at === undefined ? undefined : Date.parse(at),
          fixtures: fixturesOf(fixtures),
          reset,
        }),
    }),
    adminRoute({
      method: "POST",
      path: "/runs/finish",
      name: "finishRun",
      summary: "Ends the run that captures the world, or the named one, and answers its manifest.",
      scope: "worlds",
      body: FinishRun,
      response: RunManifest,
      refusals: ["run_unknown", "run_active", "run_damaged"],
      run: ({ runtime, worlds, request, body }) => runtime.runs.finish(scopeOf(request, worlds), body.run_id),
    }),
    adminRoute({
      method: "GET",
      path: "/runs/current",
      name: "currentRun",
      summary: "The run that captures the world; null where none does.",
      scope: "worlds",
      response: v.strictObject({ run: v.nullable(RunManifest) }),
      run: ({ runtime, worlds, request }) => ({
        run: runtime.runs.current(scopeOf(request, worlds))?.manifest() ?? null,
      }),
    }),
    adminRoute({
      method: "GET",
      path: "/runs",
      name: "listRuns",
      summary: "Every run of the twin, oldest first, those that earlier processes left in its directory included.",
      scope: "twin",
      response: v.strictObject({ runs: v.array(RunManifest) }),
      refusals: ["run_storage"],
      run: async ({ runtime }) => ({ runs: await runtime.runs.list() }),
    }),
  ];
}

/** `?world=*` is a run of its own kind: it covers worlds that are not there yet. */
function targetOf<T extends TwinTypes>(request: Request, worlds: readonly World<T>[]): World<T> | typeof ALL_WORLDS {
  const [only] = worlds;
  return isAll(request) || only === undefined ? ALL_WORLDS : only;
}

/** The name of the world that a call means, or `ALL_WORLDS`. */
export function scopeOf<T extends TwinTypes>(request: Request, worlds: readonly World<T>[]): string {
  const target = targetOf(request, worlds);
  return target === ALL_WORLDS ? ALL_WORLDS : target.name;
}

function isAll(request: Request): boolean {
  return new URL(request.url).searchParams.get("world") === ALL_WORLDS;
}

function fixturesOf(given: v.InferOutput<typeof Fixtures> | undefined): RunFixtures | undefined {
  if (given?.snapshot !== undefined) return { kind: "snapshot", name: given.snapshot };
  if (given?.state !== undefined) return { kind: "state", state: given.state };
  return undefined;
}
