import type { LedgerEntry } from "@twinkit-pro/contracts";
import type { FaultSpecInput } from "../faults/fault-spec.ts";
import type { WorldClock } from "../world/clock.ts";
import { allWorlds, type FleetWorld } from "../fleet-control/fleet-state.ts";
import { armInAll, forgetWorld, type Member, openWorld, worldNameIn } from "./member.ts";
import { settle } from "./settle.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";
import { armSomewhere, parseFault, SpreadFault, type TestFault } from "./test-fault.ts";

/** What a test does to the worlds of several twins at once. */
export interface TestScope {
  readonly clock: TestClock;
  /** Back to the beginning: state, clock, ledger, faults, snapshots, pending webhooks. At once; no HTTP is involved. */
  readonly reset: () => void;
  /**
   * Arms a fault in every twin that has what it names: `{ match: { path: "/v1/charges" }, count: 2, effect: { status: 500 } }`.
   * In a fleet it holds for every world, each counting for itself.
   * @throws TwinkitError `fault_invalid` with the path of the field
   */
  readonly fault: (spec: FaultSpecInput) => TestFault;
  /** The exchanges so far: twin after twin, in each world the newest last. */
  readonly requests: () => readonly LedgerEntry[];
  /**
   * Resolves once nothing that is due now is left to do: webhooks are delivered.
   * @throws Error after 30 s, naming the twins that are still at work
   */
  readonly settle: () => Promise<void>;
}

/** One world, under one name, in each of the twins. */
export function createWorldScope(members: readonly Member[], name: string): TestScope {
  const worlds = (): FleetWorld[] => worldsIn(members, name);
  return {
    ...createScope(members, worlds, createTestClock(worlds, null)),
    fault: (spec) => {
      const fault = new SpreadFault(parseFault(spec));
      armSomewhere(worlds(), (world) => fault.armIn(world));
      return fault;
    },
    reset: () => {
      for (const { driver } of worlds()) driver.world.reset();
    },
  };
}

/** Every world of every twin, those included that are not made yet: they begin where `start` stands. */
export function createFleetScope(members: readonly Member[], start: WorldClock): TestScope {
  const worlds = (): FleetWorld[] => allWorlds({ twins: members, clock: start });
  return {
    ...createScope(members, worlds, createTestClock(worlds, start)),
    fault: (spec) => {
      const fault = new SpreadFault(parseFault(spec));
      armSomewhere(members, (member) => armInAll(member, fault));
      return fault;
    },
    reset: () => {
      start.reset();
      for (const member of members) {
        member.faults.clear();
        for (const { name } of member.runtime.worlds.all()) forgetWorld(member, name);
      }
    },
  };
}

function createScope(
  members: readonly Member[],
  worlds: () => readonly FleetWorld[],
  clock: TestClock,
): Omit<TestScope, "fault" | "reset"> {
  return {
    clock,
    requests: () => worlds().flatMap(({ driver }) => driver.world.ledger.list()),
    settle: () => settle(members),
  };
}

/** The world of that name in each of the twins. */
export function worldsIn(members: readonly Member[], name: string): FleetWorld[] {
  return members.map((member) => openWorld(member, worldNameIn(member, name)));
}
