import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { armFault, checkFault } from "../faults/arm-fault.ts";
import type { Fault } from "../faults/fault.ts";
import { FaultSpec } from "../faults/fault-spec.ts";
import { injectableCodes } from "../faults/injected-error.ts";
import { LATENCY_PROFILES } from "../faults/latency.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import type { World } from "../world/world.ts";
import { worldNameRefusal, Worlds } from "../world/worlds.ts";
import { AdminError } from "./admin-error.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

const ArmedFault = v.strictObject({
  id: v.string(),
  world: v.string(),
  ...FaultSpec.entries,
  status: v.pipe(v.picklist(["armed", "spent"]), v.description("A spent one never fires again.")),
  matched: v.pipe(v.number(), v.description("Requests, or webhooks, that it was asked about.")),
  fired: v.number(),
  remaining: v.pipe(v.nullable(v.number()), v.description("Firings left; null where there is no end to them.")),
  operations: v.pipe(
    v.array(v.string()),
    v.description("Operations that its match can reach. Paths of no operation may be hit all the same."),
  ),
});
const FaultId = v.strictObject({ id: v.pipe(v.string(), v.description("As GET /admin/faults lists it.")) });

export function faultsRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [listFaults(), armsFault(), disarmFault(), disarmFaults()];
}

function listFaults<T extends TwinTypes>(): AdminRoute<T> {
  return adminRoute({
    method: "GET",
    path: "/faults",
    name: "listFaults",
    summary:
      "The faults of the world in the order in which they are asked, how often each fired, and what there is to arm.",
    scope: "world",
    response: v.strictObject({
      faults: v.array(ArmedFault),
      codes: v.pipe(v.array(v.string()), v.description("The vendor's error codes that a fault may name.")),
      latency_profiles: v.record(v.string(), v.strictObject({ p50_ms: v.number(), p99_ms: v.number() })),
    }),
    run: ({ runtime, world }) => ({
      faults: world.faults.list().map((fault) => faultFacts(world, fault)),
      codes: injectableCodes(runtime.definition.errors),
      latency_profiles: LATENCY_PROFILES,
    }),
  });
}

function armsFault<T extends TwinTypes>(): AdminRoute<T> {
  return adminRoute({
    method: "POST",
    path: "/faults",
    name: "armFault",
    summary:
      "Arms a fault in the world. Of several, the first that fits and fires decides; those that only add latency add up.",
    scope: "world",
    body: FaultSpec,
    status: 201,
    response: ArmedFault,
    refusals: ["faults_full", "worlds_full"],
    check: ({ runtime, body }) => {
      checkFault(runtime.definition, body);
      const { world } = body.match;
      if (world === undefined || Worlds.isName(world)) return;
      throw new AdminError("invalid_body", worldNameRefusal(world), "match.world");
    },
    run: ({ runtime, world: selected, body }) => {
      const world = worldOf(runtime, body.match.world) ?? selected;
      return faultFacts(world, armFault(runtime.definition, world, body));
    },
  });
}

function disarmFault<T extends TwinTypes>(): AdminRoute<T> {
  return adminRoute({
    method: "DELETE",
    path: "/faults/:id",
    name: "disarmFault",
    summary: "Disarms one fault of the world.",
    scope: "world",
    params: FaultId,
    response: v.strictObject({ status: v.literal("disarmed"), fault: v.string() }),
    refusals: ["unknown_fault"],
    run: ({ world, params: { id } }) => {
      if (world.faults.disarm(id)) return { status: "disarmed", fault: id };
      const message = `The world ${world.name} has no fault ${JSON.stringify(id)}; GET /admin/faults lists those it has.`;
      throw new AdminError("unknown_fault", message, "id");
    },
  });
}

function disarmFaults<T extends TwinTypes>(): AdminRoute<T> {
  return adminRoute({
    method: "DELETE",
    path: "/faults",
    name: "disarmFaults",
    summary: "Disarms every fault of a world. A reset does so, too.",
    scope: "worlds",
    response: v.strictObject({ status: v.literal("disarmed"), faults: v.number() }),
    run: ({ worlds }) => ({
      status: "disarmed",
      faults: worlds.reduce((count, { faults }) => count + faults.clear(), 0),
    }),
  });
}

function worldOf<T extends TwinTypes>({ worlds }: TwinRuntime<T>, name: string | undefined): World<T> | null {
  if (name === undefined) return null;
  const world = worlds.open(name);
  if (world === null) throw new AdminError("worlds_full", worlds.fullRefusal, "match.world");
  return world;
}

function faultFacts<T extends TwinTypes>(world: World<T>, fault: Fault): v.InferOutput<typeof ArmedFault> {
  const { id, spec, matched, fired, remaining, operations } = fault;
  const status = fault.spent ? "spent" : "armed";
  const names = operations.map(({ name }) => name);
  return { id, world: world.name, ...spec, status, matched, fired, remaining, operations: names };
}
