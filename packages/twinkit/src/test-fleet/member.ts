import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { type FleetTwin, fleetTwin, type FleetWorld } from "../fleet-control/fleet-state.ts";
import type { AnyTwinDefinition } from "../server/fleet.ts";
import { listen } from "../server/listen.ts";
import { createTwin, RUNTIME, type Twin } from "../server/twin.ts";
import type { TwinOptions } from "../server/twin-options.ts";
import { driverOf, dropWorld } from "../server/twin-runtime.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { DEFAULT_WORLD } from "../world/worlds.ts";
import type { SpreadFault } from "./test-fault.ts";

/** One twin of a test fleet, with or without a port. */
export interface Member extends FleetTwin {
  readonly definition: TwinDefinition<TwinTypes>;
  /** Faults in all of its worlds, those included that are not made yet. */
  readonly faults: Set<SpreadFault>;
  readonly close: () => Promise<void>;
}

export async function startMember(any: AnyTwinDefinition, options: TwinOptions, onPort: boolean): Promise<Member> {
  const definition = any as unknown as TwinDefinition<TwinTypes>;
  const twin = createTwin(definition, options);
  const member = { definition, faults: faultsInAll(twin) };
  if (!onPort) {
    // An address that no network has, for SDKs that want one beside `fetch`.
    const url = `http://${definition.name}.twin.invalid`;
    return { ...fleetTwin(twin, url), ...member, close: async () => void (await twin.close({ drainMs: 0 })) };
  }
  const listener = await listen(twin, { port: 0 });
  // Nobody waits for the work of a test that is over.
  const close = async (): Promise<void> => void (await listener.close({ drainMs: 0 }));
  return { ...fleetTwin(twin, listener.url), ...member, close };
}

function faultsInAll(twin: Twin): Set<SpreadFault> {
  const faults = new Set<SpreadFault>();
  const { worlds } = twin[RUNTIME];
  worlds.onMade = (world) => {
    for (const fault of faults) fault.armIn({ twin, driver: driverOf(twin[RUNTIME], world) });
  };
  return faults;
}

/** Arms a fault in every world of a twin. @throws TwinkitError `fault_invalid`, `faults_full` */
export function armInAll(member: Member, fault: SpreadFault): void {
  const { twin, runtime, faults } = member;
  for (const world of runtime.worlds.all()) fault.armIn({ twin, driver: driverOf(runtime, world) });
  faults.add(fault);
}

/** The name that a test's world of that name has in this twin: that of its credential, where the twin has such. */
export function worldNameIn({ definition, runtime }: Member, name: string): string {
  return definition.credential === undefined ? name : runtime.worlds.nameOf(definition.credential(name));
}

/** Forgets a world and what it had pending; the default one always exists and is emptied. */
export function forgetWorld({ runtime }: FleetTwin, name: string): void {
  const world = runtime.worlds.get(name);
  if (world === undefined) return;
  if (name === DEFAULT_WORLD) world.reset();
  else dropWorld(runtime, world);
}

/** @throws TwinkitError `worlds_full` */
export function openWorld({ twin, runtime }: FleetTwin, name: string): FleetWorld {
  const world = runtime.worlds.open(name);
  if (world === null) throw new TwinkitError("worlds_full", runtime.worlds.fullRefusal);
  return { twin, driver: driverOf(runtime, world) };
}
