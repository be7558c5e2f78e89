import { join } from "node:path";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { Runs } from "../runs/runs.ts";
import { requireProfile } from "../limits/known-profile.ts";
import { Courier } from "../webhooks/courier.ts";
import { Driver } from "../work/driver.ts";
import { TaskGroup } from "../work/task-group.ts";
import { WorldClock } from "../world/clock.ts";
import { createScrubber } from "../world/scrub.ts";
import { World } from "../world/world.ts";
import { DEFAULT_WORLD, WORLD_BYTES_MAX_DEFAULT, Worlds } from "../world/worlds.ts";
import { RUNTIME_CONFIG_DEFAULT } from "./runtime-config.ts";
import type { CloseReport, TwinOptions } from "./twin-options.ts";
import type { TwinRuntime } from "./twin-runtime.ts";

const SEED_DEFAULT = 42;

const ignore = (): void => undefined;

/** Builds what the routes of one twin share: worlds, each with its driver, and the tasks they run. */
export function createRuntime<T extends TwinTypes>(
  definition: TwinDefinition<T>,
  options: TwinOptions,
): TwinRuntime<T> {
  const { log = ignore, observe = null } = options;
  requireProfile(definition, options.config?.rate_limit_profile);
  const onError = (error: unknown, task: string): void => {
    log({ level: "error", msg: "background work failed", twin: definition.name, task, error: String(error) });
  };
  const onAction = (action: string): void => observe?.({ type: "domain_event", name: action });
  const tasks = new TaskGroup(onError);
  const scrubber = createScrubber(definition.secrets);
  const { webhookHosts: hosts, lookup, outbound: http } = options;
  const courier = new Courier(definition, { scrubber, onError, hosts, lookup, http });
  const worldBytesMax = options.worldBytesMax ?? WORLD_BYTES_MAX_DEFAULT;
  const drivers = new Map<World<T>, Driver<T>>();
  const runtime: TwinRuntime<T> = {
    definition,
    config: { ...RUNTIME_CONFIG_DEFAULT, ...options.config },
    worlds: new Worlds(createWorld, options.worldsMax),
    worldBytesMax,
    clock: options.clock instanceof WorldClock ? options.clock : new WorldClock(options.clock),
    drivers,
    courier,
    scrubber,
    observe,
    runs: new Runs<T>({
      definition,
      seed: options.seed ?? SEED_DEFAULT,
      directory: options.runsDirectory === undefined ? null : join(options.runsDirectory, definition.name),
      worlds: () => runtime.worlds.all(),
      config: () => runtime.config,
      wallMs: () => runtime.clock.wallMs,
      log,
    }),
    onExchange: options.onExchange ?? null,
    license: options.license ?? (() => ({ status: "none" })),
    adminToken: options.adminToken ?? null,
    tasks,
    closing: false,
    letGo: new AbortController(),
    data: null,
    log,
  };
  runtime.worlds.open(DEFAULT_WORLD);
  return runtime;

  function createWorld(name: string): World<T> {
    const world = new World<T>(definition, {
      name,
      seed: options.seed ?? SEED_DEFAULT,
      clock: { wallMs: () => runtime.clock.wallMs, start: runtime.clock.position },
      bytesMax: worldBytesMax,
      webhookTarget: () => runtime.config.webhook_url,
      onAgendaChange: () => drivers.get(world)?.wake(),
    });
    runtime.runs.worldMade(world);
    const onChange = (): void => runtime.data?.touch(world);
    drivers.set(world, new Driver(world, { definition, courier, tasks, onError, onAction, onChange }));
    onChange();
    return world;
  }
}

/** Refuses nothing yet; ends what holds clients on purpose, and tells the others to go once they are answered. */
export function beginClose<T extends TwinTypes>(runtime: TwinRuntime<T>): void {
  runtime.closing = true;
  runtime.letGo.abort(new Error("the twin is closing"));
}

/** Finishes what must not be lost, at most `drainMs`, and stops everything else. */
export async function closeRuntime<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  drainMs: number,
): Promise<CloseReport> {
  const { tasks, drivers, courier } = runtime;
  beginClose(runtime);
  let finished = 0;
  // What waits goes on after the restart, where the world is kept.
  for (const driver of runtime.data === null ? drivers.values() : []) {
    tasks.run("drain", async () => {
      finished += await driver.drain();
    });
  }
  const aborted = await tasks.close(drainMs);
  for (const driver of drivers.values()) driver.stop();
  await runtime.runs.close();
  await courier.close();
  await runtime.data?.close();
  return { finished, aborted };
}
