import type { AnyTwinDefinition } from "../server/fleet.ts";
import type { Log } from "../server/log.ts";
import type { RuntimeConfig } from "../server/runtime-config.ts";
import type { TwinOptions } from "../server/twin-options.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { WorldClock } from "../world/clock.ts";
import { forgetWorld, type Member, startMember, worldNameIn } from "./member.ts";
import { instantMs } from "./test-clock.ts";
import type { TestFleet, TestWorld } from "./test-fleet.ts";
import { createFleetScope, createWorldScope, worldsIn } from "./test-scope.ts";
import { takeSnapshot } from "./test-snapshot.ts";
import { createTestTwin, createTestWorldTwin } from "./test-twin.ts";
import { worldNameOf } from "./world-name.ts";

export interface TestFleetOptions<Twins extends readonly AnyTwinDefinition[]> {
  /** The definitions that the twins' packages export as `twin`. */
  readonly twins: Twins;
  /** False opens no port: requests go through `fetch` only. @default true */
  readonly listen?: boolean;
  /** An instant at which every clock stands still until it is moved. @default the clocks flow with the machine's time */
  readonly clock?: Date | string;
  /** Seed of ids and of all other randomness. @default 42 */
  readonly seed?: number;
  readonly config?: Partial<RuntimeConfig>;
  /** Hosts beside this machine that webhooks may go to: `hooks.example.com`, `*.example.com`, `10.0.0.7:8080`. @default none */
  readonly webhookHosts?: readonly string[];
  /** @default errors go to standard error: they are faults of a twin */
  readonly log?: Log;
}

/**
 * Starts twins in this process, for vitest, Jest, node:test or Playwright, each on a free port of loopback.
 *
 * @example
 * ```ts
 * const fleet = await createTestFleet({ twins: [stripe] });
 * const { host, port, credential } = fleet.world("refunds").stripe;
 * const sdk = new Stripe(credential, { host, port, protocol: "http" });
 * await fleet.close();
 * ```
 * @throws TwinkitError `definition_invalid` where two twins have one name, or one has a name that the fleet uses itself
 */
export async function createTestFleet<const Twins extends readonly AnyTwinDefinition[]>(
  options: TestFleetOptions<Twins>,
): Promise<TestFleet<Twins>> {
  refuseNames(options.twins.map(({ name }) => name));
  const { clock } = options;
  const start = new WorldClock(clock === undefined ? {} : { start: { mode: "frozen", atMs: instantMs(clock) } });
  const members = await startMembers(options, start);
  const scope = createFleetScope(members, start);
  const twins = new Map(members.map((member) => [member.definition.name, createTestTwin(member)]));
  const twin = (name: string) => byName(twins, name);
  let worldsMade = 0;
  let closed: Promise<void> | null = null;
  const close = (): Promise<void> => (closed ??= closeAll(members));
  const fleet = {
    ...scope,
    ...Object.fromEntries(twins),
    twin,
    url: (name: string) => twin(name).url,
    world: (name?: string) => createTestWorld(members, name ?? `test_${(worldsMade += 1)}`),
    close,
    [Symbol.asyncDispose]: close,
  };
  return fleet as unknown as TestFleet<Twins>;
}

function createTestWorld(members: readonly Member[], text: string): TestWorld {
  const name = worldNameOf(text);
  const twins = new Map(members.map((member) => [member.definition.name, createTestWorldTwin(member, name)]));
  let snapshots = 0;
  const drop = (): void => {
    for (const member of members) forgetWorld(member, worldNameIn(member, name));
  };
  const world = {
    ...createWorldScope(members, name),
    ...Object.fromEntries(twins),
    name,
    twin: (wanted: string) => byName(twins, wanted),
    snapshot: () => takeSnapshot(worldsIn(members, name), `test_${(snapshots += 1)}`),
    drop,
    [Symbol.dispose]: drop,
  };
  return world as unknown as TestWorld;
}

async function startMembers(
  options: TestFleetOptions<readonly AnyTwinDefinition[]>,
  start: WorldClock,
): Promise<Member[]> {
  const { seed, config, webhookHosts, log = logErrors } = options;
  const twinOptions: TwinOptions = {
    log,
    // Shared: a world begins where the fleet's clock stands when it is made.
    clock: start,
    ...(seed === undefined ? {} : { seed }),
    ...(config === undefined ? {} : { config }),
    ...(webhookHosts === undefined ? {} : { webhookHosts }),
  };
  const starts = options.twins.map((definition) => startMember(definition, twinOptions, options.listen ?? true));
  const started = await Promise.allSettled(starts);
  const members = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failed = started.find((result) => result.status === "rejected");
  if (failed === undefined) return members;
  await closeAll(members);
  throw failed.reason;
}

async function closeAll(members: readonly Member[]): Promise<void> {
  await Promise.all(members.map((member) => member.close()));
}

function byName<Each>(twins: ReadonlyMap<string, Each>, name: string): Each {
  const twin = twins.get(name);
  if (twin !== undefined) return twin;
  const names = [...twins.keys()].join(", ");
  throw new TwinkitError("definition_invalid", `The test fleet has no twin ${JSON.stringify(name)}; it has ${names}.`);
}

const RESERVED = [
  "clock",
  "reset",
  "requests",
  "settle",
  "twin",
  "url",
  "world",
  "close",
  "name",
  "drop",
  "snapshot",
  "fault",
];

function refuseNames(names: readonly string[]): void {
  for (const [at, name] of names.entries()) {
    const problem =
      names.indexOf(name) !== at
        ? "is in the fleet twice"
        : RESERVED.includes(name)
          ? "has a name that the fleet uses itself"
          : null;
    if (problem !== null) throw new TwinkitError("definition_invalid", `The twin ${name} ${problem}.`);
  }
}

const logErrors: Log = (record) => {
  if (record.level === "error") console.error(JSON.stringify(record));
};
