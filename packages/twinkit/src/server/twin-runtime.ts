import type { LedgerEntry, LicenseHealth } from "@twinkit-pro/contracts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinData } from "../data/twin-data.ts";
import type { Runs } from "../runs/runs.ts";
import type { Courier } from "../webhooks/courier.ts";
import type { Driver } from "../work/driver.ts";
import type { TaskGroup } from "../work/task-group.ts";
import type { WorldClock } from "../world/clock.ts";
import type { Scrubber } from "../world/scrub.ts";
import type { World } from "../world/world.ts";
import type { Worlds } from "../world/worlds.ts";
import type { Log } from "./log.ts";
import type { RuntimeConfig } from "./runtime-config.ts";
import type { Observation } from "./twin-options.ts";

/** What the vendor's routes and the admin routes of one running twin share. */
export interface TwinRuntime<T extends TwinTypes> {
  readonly definition: TwinDefinition<T>;
  readonly worlds: Worlds<T>;
  readonly worldBytesMax: number;
  /** Where the clocks of new worlds start; what is done to the clocks of all worlds is done to it. */
  readonly clock: WorldClock;
  /** Each world's; a dropped world leaves. */
  readonly drivers: Map<World<T>, Driver<T>>;
  readonly courier: Courier<T>;
  readonly scrubber: Scrubber;
  readonly runs: Runs<T>;
  /** Null where nobody listens: then nothing is made to be told. */
  readonly observe: ((observation: Observation) => void) | null;
  readonly onExchange: ((entry: LedgerEntry) => void) | null;
  readonly license: () => LicenseHealth;
  readonly adminToken: string | null;
  readonly tasks: TaskGroup;
  readonly log: Log;
  /** Where the worlds are kept across restarts; null where they are not. */
  data: TwinData<T> | null;
  config: RuntimeConfig;
  closing: boolean;
  /** Aborted when it begins to close: what keeps a client waiting on purpose lets go. */
  readonly letGo: AbortController;
}

/** The driver of a world of this twin. */
export function driverOf<T extends TwinTypes>(runtime: TwinRuntime<T>, world: World<T>): Driver<T> {
  const driver = runtime.drivers.get(world);
  if (driver === undefined) throw new Error(`world ${world.name} belongs to another twin`);
  return driver;
}

/** Drops a world with everything in it; what it had pending never runs. */
export function dropWorld<T extends TwinTypes>(runtime: TwinRuntime<T>, world: World<T>): void {
  driverOf(runtime, world).stop();
  runtime.drivers.delete(world);
  runtime.worlds.drop(world.name);
  runtime.runs.worldDropped(world);
  runtime.data?.drop(world);
  // What is in flight sees another epoch and writes nothing.
  world.reset();
}
