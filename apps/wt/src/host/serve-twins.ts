import { pathToFileURL } from "node:url";
import type { Emitter } from "@twinkit-pro/telemetry";
import { type AnyTwinDefinition, type Fleet, type FleetMember, startFleet } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import type { AdmittedTwin } from "../license/admit-twins.ts";
import { log } from "./log.ts";
import { twinTelemetry } from "./twin-telemetry.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Twins that serve, with what has to be stopped after them. */
export interface ServedTwins {
  readonly fleet: Fleet;
  /** Drains the twins, then sends what telemetry still waits; bounded by the bounds of both. */
  readonly close: () => Promise<void>;
}

const TwinModule = v.looseObject({
  twin: v.custom<AnyTwinDefinition>((value) =>
    v.is(v.looseObject({ name: v.string(), version: v.string(), resources: v.array(v.unknown()) }), value),
  ),
});

async function loadDefinition(module: string): Promise<AnyTwinDefinition> {
  const loaded = v.safeParse(TwinModule, await import(pathToFileURL(module).href));
  if (loaded.success) return loaded.output.twin;
  throw new Error(`${module} does not export a definition as \`twin\`.`);
}

/** Loads the twins' built modules and puts all of them on their ports, or none. */
export async function serveTwins(twins: readonly AdmittedTwin[], env: Env): Promise<ServedTwins> {
  const emitters: Emitter[] = [];
  const members: FleetMember[] = [];
  for (const twin of twins) {
    const definition = await loadDefinition(twin.module);
    const emitter = twinTelemetry(twin, definition.version, env);
    if (emitter !== null) emitters.push(emitter);
    members.push(memberOf(twin, definition, emitter, env));
  }
  const stopTelemetry = async (): Promise<void> => {
    await Promise.all(emitters.map((emitter) => emitter.stop()));
  };
  try {
    const fleet = await startFleet(members, hostnameOf(env));
    for (const emitter of emitters) emitter.emit({ type: "twin_started" });
    return { fleet, close: () => closeAll(fleet, emitters, stopTelemetry) };
  } catch (error) {
    await stopTelemetry();
    throw error;
  }
}

async function closeAll(fleet: Fleet, emitters: readonly Emitter[], stopTelemetry: () => Promise<void>): Promise<void> {
  await fleet.close();
  for (const emitter of emitters) emitter.emit({ type: "twin_stopped" });
  await stopTelemetry();
}

function memberOf(twin: AdmittedTwin, definition: AnyTwinDefinition, emitter: Emitter | null, env: Env): FleetMember {
  const { license } = twin;
  const adminToken = env["WT_ADMIN_TOKEN"];
  return {
    definition,
    port: twin.port,
    options: {
      log,
      ...(license === null ? {} : { license: license.guard.health }),
      ...(emitter === null ? {} : { observe: (observation) => emitter.emit(observation) }),
      ...(adminToken ? { adminToken } : {}),
    },
  };
}

function hostnameOf(env: Env): { hostname?: string } {
  const hostname = env["WT_HOST"];
  return hostname ? { hostname } : {};
}
