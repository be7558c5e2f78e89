import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { AnyTwinDefinition } from "../server/fleet.ts";
import { listen } from "../server/listen.ts";
import { createTwin, RUNTIME, type Twin } from "../server/twin.ts";
import type { TwinOptions } from "../server/twin-options.ts";
import { driverOf, type TwinRuntime } from "../server/twin-runtime.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { World } from "../world/world.ts";
import { DEFAULT_WORLD } from "../world/worlds.ts";

/** One twin of a test fleet, with or without a port. */
export interface Member {
  readonly definition: TwinDefinition<TwinTypes>;
  readonly twin: Twin;
  readonly runtime: TwinRuntime<TwinTypes>;
  /** Where it listens; without a port an address that no network has, for SDKs that want one beside `fetch`. */
  readonly url: URL;
  readonly close: () => Promise<void>;
}

/** A world, and the twin it is in. */
export interface MemberWorld {
  readonly member: Member;
  readonly world: World<TwinTypes>;
}

export async function startMember(any: AnyTwinDefinition, options: TwinOptions, onPort: boolean): Promise<Member> {
  const definition = any as unknown as TwinDefinition<TwinTypes>;
  const twin = createTwin(definition, options);
  const runtime = twin[RUNTIME];
  if (!onPort) {
    const url = new URL(`http://${definition.name}.twin.invalid`);
    return { definition, twin, runtime, url, close: async () => void (await twin.close({ drainMs: 0 })) };
  }
  const listener = await listen(twin, { port: 0 });
  // Nobody waits for the work of a test that is over.
  const close = async (): Promise<void> => void (await listener.close({ drainMs: 0 }));
  return { definition, twin, runtime, url: new URL(listener.url), close };
}

/** The name that a test's world of that name has in this twin: that of its credential, where the twin has such. */
export function worldNameIn({ definition, runtime }: Member, name: string): string {
  return definition.credential === undefined ? name : runtime.worlds.nameOf(definition.credential(name));
}

/** Forgets a world and what it had pending; the default one always exists and is emptied. */
export function dropWorld({ runtime }: Member, name: string): void {
  const world = runtime.worlds.get(name);
  if (world === undefined) return;
  if (name === DEFAULT_WORLD) return world.reset();
  driverOf(runtime, world).stop();
  runtime.drivers.delete(world);
  runtime.worlds.drop(name);
  // What is in flight sees another epoch and writes nothing.
  world.reset();
}

/** @throws TwinkitError `worlds_full` */
export function openWorld(member: Member, name: string): MemberWorld {
  const { worlds } = member.runtime;
  const world = worlds.open(name);
  if (world === null) throw new TwinkitError("worlds_full", worlds.fullRefusal);
  return { member, world };
}

export function worldsOf(member: Member): MemberWorld[] {
  return member.runtime.worlds.all().map((world) => ({ member, world }));
}
