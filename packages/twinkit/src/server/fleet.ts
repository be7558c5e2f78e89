import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { fleetTwin } from "../fleet-control/fleet-state.ts";
import { type ControlOptions, listenControl } from "../fleet-control/listen-control.ts";
import { WorldClock } from "../world/clock.ts";
import type { BoundServer } from "./http-server.ts";
import { type Listener, listen } from "./listen.ts";
import { type OpenTwinOptions, openTwin } from "../data/open-twin.ts";

/** A definition whose own types no longer matter: what a host needs to run it. */
export type AnyTwinDefinition = Pick<TwinDefinition<TwinTypes>, "name" | "version" | "port"> & {
  readonly resources: readonly unknown[];
};

export interface FleetMember {
  readonly definition: AnyTwinDefinition;
  /** 0 takes a free port. @default the twin's port of the published table */
  readonly port?: number;
  readonly options?: OpenTwinOptions;
}

export interface FleetOptions {
  /** @default "127.0.0.1" */
  readonly hostname?: string;
  /** Puts the fleet's own admin API on a port: one clock, one reset and one page for all twins. @default none */
  readonly control?: Omit<ControlOptions, "hostname">;
}

/** Several twins in one process, each on its own port. */
export interface Fleet {
  readonly listeners: readonly Listener[];
  /** Where the fleet's own admin API listens; null where none was asked for. */
  readonly control: { readonly url: string; readonly port: number } | null;
  readonly close: (options?: { readonly drainMs?: number }) => Promise<void>;
}

/**
 * Starts every member, or none: where one cannot start, the others are closed again.
 * @throws TwinkitError of the first member that could not start
 */
export async function startFleet(members: readonly FleetMember[], options: FleetOptions = {}): Promise<Fleet> {
  // Shared, so that a world which is made later begins where the others stand.
  const clock = new WorldClock();
  const started = await Promise.allSettled(members.map((member) => startMember(member, clock, options.hostname)));
  const listeners = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  let control: BoundServer | null = null;
  const close: Fleet["close"] = async (closeOptions) => {
    await Promise.all([control?.stop(), ...listeners.map((listener) => listener.close(closeOptions))]);
  };
  try {
    for (const result of started) if (result.status === "rejected") throw result.reason;
    if (options.control !== undefined) {
      const twins = listeners.map(({ twin, url }) => fleetTwin(twin, url));
      control = await listenControl({ twins, clock }, withHostname(options.control, options.hostname));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { listeners, control, close };
}

async function startMember(
  { definition, port, options }: FleetMember,
  clock: WorldClock,
  hostname: string | undefined,
): Promise<Listener> {
  const twin = await openTwin(definition as unknown as TwinDefinition<TwinTypes>, { clock, ...options });
  try {
    return await listen(twin, withHostname(port === undefined ? {} : { port }, hostname));
  } catch (error) {
    await twin.close();
    throw error;
  }
}

function withHostname<Options extends object>(options: Options, hostname: string | undefined): Options {
  return hostname === undefined ? options : { ...options, hostname };
}
