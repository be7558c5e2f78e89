import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { type Listener, listen } from "./listen.ts";
import { createTwin } from "./twin.ts";
import type { TwinOptions } from "./twin-options.ts";

/** A definition whose own types no longer matter: what a host needs to run it. */
export type AnyTwinDefinition = Pick<TwinDefinition<TwinTypes>, "name" | "version" | "port"> & {
  readonly resources: readonly unknown[];
};

export interface FleetMember {
  readonly definition: AnyTwinDefinition;
  /** 0 takes a free port. @default the twin's port of the published table */
  readonly port?: number;
  readonly options?: TwinOptions;
}

export interface FleetOptions {
  /** @default "127.0.0.1" */
  readonly hostname?: string;
}

/** Several twins in one process, each on its own port. */
export interface Fleet {
  readonly listeners: readonly Listener[];
  readonly close: (options?: { readonly drainMs?: number }) => Promise<void>;
}

/**
 * Starts every member, or none: where one cannot start, the others are closed again.
 * @throws TwinkitError of the first member that could not start
 */
export async function startFleet(members: readonly FleetMember[], options: FleetOptions = {}): Promise<Fleet> {
  const started = await Promise.allSettled(members.map((member) => startMember(member, options)));
  const listeners = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const close: Fleet["close"] = async (closeOptions) => {
    await Promise.all(listeners.map((listener) => listener.close(closeOptions)));
  };
  const failed = started.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  return { listeners, close };
}

async function startMember({ definition, port, options }: FleetMember, fleet: FleetOptions): Promise<Listener> {
  const twin = createTwin(definition as unknown as TwinDefinition<TwinTypes>, options);
  try {
    return await listen(twin, { ...fleet, ...(port === undefined ? {} : { port }) });
  } catch (error) {
    await twin.close();
    throw error;
  }
}
