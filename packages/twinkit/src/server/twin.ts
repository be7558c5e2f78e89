import type { LedgerEntry, LicenseHealth, TelemetryEvent } from "@twinkit-pro/contracts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { Courier } from "../webhooks/courier.ts";
import { Driver } from "../work/driver.ts";
import { TaskGroup } from "../work/task-group.ts";
import type { ClockOptions } from "../world/clock.ts";
import { createScrubber } from "../world/scrub.ts";
import { World } from "../world/world.ts";
import { DEFAULT_WORLD, Worlds } from "../world/worlds.ts";
import { createAdminApp } from "../admin/app.ts";
import { createVendorApp } from "./vendor-app.ts";
import { isAdminPath } from "./admin-path.ts";
import type { Log } from "./log.ts";
import { RUNTIME_CONFIG_DEFAULT, type RuntimeConfig } from "./runtime-config.ts";
import type { TwinRuntime } from "./twin-runtime.ts";

/** What a twin tells of itself; an event without the fields that the emitter adds. */
export type Observation = TelemetryEvent extends infer Event
  ? Event extends TelemetryEvent
    ? Omit<Event, "event_id" | "at">
    : never
  : never;

export interface TwinOptions {
  /** Seed of ids and of all other randomness. @default 42 */
  readonly seed?: number;
  readonly clock?: ClockOptions;
  readonly config?: Partial<RuntimeConfig>;
  /** Hosts outside loopback that webhooks may go to. @default none */
  readonly webhookHosts?: readonly string[];
  /** Receives what the twin observes; must neither block nor throw. @default nothing is told */
  readonly observe?: (observation: Observation) => void;
  /** Receives each exchange as the ledger keeps it, scrubbed of secrets; must neither block nor throw. @default nothing */
  readonly onExchange?: (entry: LedgerEntry) => void;
  /** State of the licence, asked for at each health check. @default none */
  readonly license?: () => LicenseHealth;
  /** Needed to reach `/admin` where the twin listens beyond loopback. */
  readonly adminToken?: string;
  /** @default nothing is logged */
  readonly log?: Log;
}

export interface CloseReport {
  /** Scheduled actions that were finished because their kind must not be lost. */
  readonly finished: number;
  /** Background tasks that did not end in time and were aborted. */
  readonly aborted: number;
}

/** A running twin without a port: a fetch handler over its worlds. */
export interface Twin {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** The port of the published table; `listen` may choose another. */
  readonly port: number;
  readonly adminToken: string | null;
  /** Answers a request, the vendor's API and `/admin` alike. Never rejects. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Resolves once nothing that is due now is left to do: tests wait for webhooks with it. */
  readonly settle: () => Promise<void>;
  /** Answers what still comes in with `connection: close`; called by the listener when it stops. */
  readonly beginClose: () => void;
  /** Finishes background work, at most `drainMs` (default 5 s), then aborts the rest. Idempotent. */
  readonly close: (options?: { readonly drainMs?: number }) => Promise<CloseReport>;
}

const SEED_DEFAULT = 42;
const DRAIN_MS_DEFAULT = 5_000;

/** Brings a twin to life in this process. Opens no port and starts no timer until it is used. */
export function createTwin<T extends TwinTypes>(definition: TwinDefinition<T>, options: TwinOptions = {}): Twin {
  const log = options.log ?? (() => undefined);
  const onError = (error: unknown, task: string): void => {
    log({ level: "error", msg: "background work failed", twin: definition.name, task, error: String(error) });
  };
  const tasks = new TaskGroup(onError);
  const courier = new Courier(
    definition,
    options.webhookHosts === undefined ? {} : { allowedHosts: options.webhookHosts },
  );
  const drivers = new Map<World<T>, Driver<T>>();
  const observe = options.observe ?? (() => undefined);
  const runtime: TwinRuntime<T> = {
    definition,
    config: { ...RUNTIME_CONFIG_DEFAULT, ...options.config },
    worlds: new Worlds(createWorld),
    driverOf: (world) => {
      const driver = drivers.get(world);
      if (driver === undefined) throw new Error(`world ${world.name} has no driver`);
      return driver;
    },
    scrubber: createScrubber(definition.secrets),
    observe,
    onExchange: options.onExchange ?? (() => undefined),
    license: options.license ?? (() => ({ status: "none" })),
    adminToken: options.adminToken ?? null,
    tasks,
    closing: false,
    log,
  };
  const vendorApp = createVendorApp(runtime);
  const adminApp = createAdminApp(runtime);
  let closed: Promise<CloseReport> | null = null;

  function createWorld(name: string): World<T> {
    const world = new World<T>(definition, {
      name,
      // The default world and a credential's world must not make the same ids.
      seed: `${options.seed ?? SEED_DEFAULT}/${definition.name}/${name}`,
      clock: options.clock ?? {},
      webhookTarget: () => runtime.config.webhook_url,
      onAgendaChange: () => drivers.get(world)?.wake(),
    });
    const onAction = (action: string): void => observe({ type: "domain_event", name: action });
    drivers.set(world, new Driver(world, { definition, courier, tasks, onError, onAction }));
    return world;
  }

  async function close(drainMs: number): Promise<CloseReport> {
    runtime.closing = true;
    let finished = 0;
    for (const driver of drivers.values()) {
      tasks.run("drain", async () => {
        finished += await driver.drain();
      });
    }
    const aborted = await tasks.close(drainMs);
    for (const driver of drivers.values()) driver.stop();
    await courier.close();
    return { finished, aborted };
  }

  runtime.worlds.open(DEFAULT_WORLD);
  return {
    id: `twin-${definition.name}`,
    name: definition.name,
    version: definition.version,
    port: definition.port,
    adminToken: runtime.adminToken,
    fetch: async (request) => (isAdminPath(request.url) ? adminApp : vendorApp).fetch(request),
    settle: () => tasks.idle(),
    beginClose: () => {
      runtime.closing = true;
    },
    close: ({ drainMs = DRAIN_MS_DEFAULT } = {}) => (closed ??= close(drainMs)),
  };
}
