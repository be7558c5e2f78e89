import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { createTwin, RUNTIME, type Twin } from "../server/twin.ts";
import type { TwinOptions } from "../server/twin-options.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { actionNames } from "../world/world-state.ts";
import type { World } from "../world/world.ts";
import { type DataTuning, TwinData } from "./twin-data.ts";

export interface OpenTwinOptions extends TwinOptions {
  /**
   * Where the worlds are kept across restarts, for this twin alone. Made where it is not there.
   * @default they end with the twin
   */
  readonly dataDirectory?: string;
}

/**
 * As `createTwin`, with the worlds that a directory keeps. What was acknowledged more than 100 ms before the process was
 * killed is there again.
 * @throws TwinkitError `data_locked`, `data_damaged`, `data_newer`, `data_misfit`, `data_unavailable`, `worlds_full`
 */
export async function openTwin<T extends TwinTypes>(
  definition: TwinDefinition<T>,
  { dataDirectory, ...options }: OpenTwinOptions = {},
): Promise<Twin> {
  const twin = createTwin(definition, options);
  if (dataDirectory === undefined) return twin;
  try {
    await keepWorlds(twin[RUNTIME], dataDirectory);
    return twin;
  } catch (error) {
    await twin.close();
    throw error;
  }
}

/** Makes the worlds of a twin that has not answered anything yet what a directory keeps, and keeps them there. */
export async function keepWorlds<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  directory: string,
  tuning: DataTuning = {},
): Promise<void> {
  const { definition, worlds, drivers, log } = runtime;
  const resting = new Map(drivers);
  // Nothing that is due may run before all of its world is there.
  drivers.clear();
  const kept = new Set<World<T>>();
  const open = (name: string): World<T> => {
    const world = worlds.open(name);
    if (world === null)
      throw new TwinkitError("worlds_full", `The data directory keeps more worlds. ${worlds.fullRefusal}`);
    const driver = drivers.get(world);
    if (driver !== undefined) resting.set(world, driver);
    drivers.delete(world);
    kept.add(world);
    return world;
  };
  try {
    const twin = `twin-${definition.name}`;
    const data = await TwinData.open({
      directory,
      twin,
      twinVersion: definition.version,
      actions: actionNames(definition),
      open,
      clock: runtime.clock,
      log,
      tuning,
    });
    for (const world of worlds.all()) data.follow(world);
    runtime.data = data;
  } finally {
    for (const [world, driver] of resting) drivers.set(world, driver);
  }
  for (const world of kept) if (hasWork(world)) world.resumeWork();
}

/** A world in which nothing waits needs no look, and no write either. */
function hasWork<T extends TwinTypes>({ agenda, deliveries }: World<T>): boolean {
  return agenda.size > 0 || deliveries.list().some(({ status }) => status === "pending");
}
