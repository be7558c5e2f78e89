import { join, resolve } from "node:path";
import type { Emitter } from "@twinkit-pro/telemetry";
import {
  type AnyTwinDefinition,
  type Fleet,
  type FleetMember,
  type FleetOptions,
  type Listener,
  startFleet,
} from "@twinkit-pro/twinkit";
import { loadDefinition } from "../checkout/load-definition.ts";
import type { AdmittedTwin } from "../license/admit-twins.ts";
import type { ServedTwin } from "./host-message.ts";
import { log } from "./log.ts";
import { reachableUrl } from "./reachable-url.ts";
import { twinTelemetry } from "./twin-telemetry.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface HostSettings {
  readonly env: Env;
  /** Absolute path of the directory that keeps the twins' worlds, each twin's in a folder of its own; null keeps none. */
  readonly data: string | null;
  /** Port of the fleet's own admin API, if it is free. */
  readonly fleetPort: number;
}

/** Twins that serve, with what has to be stopped after them. */
export interface ServedTwins {
  readonly twins: readonly ServedTwin[];
  /** Where the fleet's own admin API listens. */
  readonly fleet: string;
  /** Drains one twin; the others go on. @returns false where it is not among them */
  readonly stop: (twin: string) => Promise<boolean>;
  /** Drains the twins, then sends what telemetry still waits; bounded by the bounds of both. */
  readonly close: () => Promise<void>;
}

interface Loaded {
  readonly twin: AdmittedTwin;
  readonly definition: AnyTwinDefinition;
  readonly emitter: Emitter | null;
}

interface Served extends Loaded {
  readonly listener: Listener;
}

/**
 * Loads the twins' built modules and puts all of them on their ports, or none.
 * @throws TwinkitError of the first that cannot start; Error naming a module that is no twin's
 */
export async function serveTwins(twins: readonly AdmittedTwin[], settings: HostSettings): Promise<ServedTwins> {
  const { env } = settings;
  const loaded = await Promise.all(twins.map((twin) => loadTwin(twin, env)));
  try {
    const fleet = await startFleet(
      loaded.map((each) => memberOf(each, settings)),
      { ...hostnameOf(env), control: controlOf(settings) },
    );
    const served = fleet.listeners.flatMap((listener, index) => {
      const each = loaded[index];
      return each === undefined ? [] : [{ ...each, listener }];
    });
    return servedTwins(served, fleet);
  } catch (error) {
    await Promise.all(loaded.map(async ({ emitter }) => emitter?.stop()));
    throw error;
  }
}

function servedTwins(started: readonly Served[], fleet: Fleet): ServedTwins {
  const serving = new Map(started.map((each) => [each.twin.twin, each]));
  for (const { emitter } of started) emitter?.emit({ type: "twin_started" });
  const stop = async (twin: string): Promise<boolean> => {
    const found = serving.get(twin);
    serving.delete(twin);
    if (found !== undefined) await stopServed(found);
    return found !== undefined;
  };
  return {
    twins: started.map(({ twin, listener: { port, url } }) => ({
      name: twin.name,
      twin: twin.twin,
      port,
      url: reachableUrl(url),
    })),
    fleet: reachableUrl(fleet.control?.url ?? ""),
    stop,
    close: async () => {
      await Promise.all([...serving.keys()].map(stop));
      await fleet.close();
    },
  };
}

async function stopServed({ twin, listener, emitter }: Served): Promise<void> {
  const { finished, aborted } = await listener.close();
  log({ level: "info", msg: "twin stopped", twin: twin.twin, finished, aborted });
  twin.license?.guard.close();
  emitter?.emit({ type: "twin_stopped" });
  await emitter?.stop();
}

async function loadTwin(twin: AdmittedTwin, env: Env): Promise<Loaded> {
  const definition = await loadDefinition(twin.module);
  return { twin, definition, emitter: await twinTelemetry(twin, definition.version, env) };
}

function memberOf({ twin, definition, emitter }: Loaded, { env, data }: HostSettings): FleetMember {
  const adminToken = env["WT_ADMIN_TOKEN"];
  return {
    definition,
    port: twin.port,
    options: {
      log,
      ...(twin.license === null ? {} : { license: twin.license.guard.health }),
      ...(emitter === null ? {} : { observe: (observation) => emitter.emit(observation) }),
      ...(adminToken ? { adminToken } : {}),
      webhookHosts: webhookHostsOf(env),
      // A host works in the state directory.
      runsDirectory: resolve("runs"),
      ...(data === null ? {} : { dataDirectory: join(data, twin.name) }),
    },
  };
}

/** The fleet's own admin API is behind the same token as the twins'. */
function controlOf({ env, fleetPort }: HostSettings): NonNullable<FleetOptions["control"]> {
  const adminToken = env["WT_ADMIN_TOKEN"];
  return { port: fleetPort, otherwiseAny: true, log, ...(adminToken ? { adminToken } : {}) };
}

/** `WT_WEBHOOK_HOSTS`: hosts beside this machine that webhooks may go to, separated by commas. */
function webhookHostsOf(env: Env): string[] {
  const entries = (env["WT_WEBHOOK_HOSTS"] ?? "").split(",");
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
}

function hostnameOf(env: Env): { hostname?: string } {
  const hostname = env["WT_HOST"];
  return hostname ? { hostname } : {};
}
