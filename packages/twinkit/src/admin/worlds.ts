import { Timestamp } from "@twinkit-pro/contracts";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { dropWorld } from "../server/twin-runtime.ts";
import type { World } from "../world/world.ts";
import { DEFAULT_WORLD, worldNameRefusal, Worlds } from "../world/worlds.ts";
import { AdminError } from "./admin-error.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";
import { unknownWorld } from "./selected-worlds.ts";

const WorldName = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check(
    (name) => Worlds.isName(name),
    (issue) => worldNameRefusal(String(issue.input)),
  ),
);
const WorldFacts = v.strictObject({
  name: v.string(),
  time: v.pipe(Timestamp, v.description("Where its clock stands.")),
  requests: v.pipe(v.number(), v.description("Requests since its last reset.")),
  objects: v.number(),
  bytes: v.pipe(v.number(), v.description("What its objects weigh, estimated.")),
  waiting: v.pipe(v.number(), v.description("Scheduled actions and webhook attempts.")),
});

export function worldsRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/worlds",
      name: "listWorlds",
      summary: "The worlds of the twin, oldest first. The world of a credential is named by a fingerprint of it.",
      scope: "twin",
      response: v.strictObject({ worlds: v.array(WorldFacts), max: v.number(), bytes_max: v.number() }),
      run: ({ runtime: { worlds, worldBytesMax } }) => ({
        worlds: worlds.all().map(worldFacts),
        max: worlds.max,
        bytes_max: worldBytesMax,
      }),
    }),
    adminRoute({
      method: "POST",
      path: "/worlds",
      name: "createWorld",
      summary: "Makes a world before its first request; one that is there already is left as it is.",
      scope: "twin",
      body: v.strictObject({ name: WorldName }),
      status: 201,
      response: WorldFacts,
      refusals: ["worlds_full"],
      run: ({ runtime: { worlds }, body }) => {
        const world = worlds.open(body.name);
        if (world === null) throw new AdminError("worlds_full", worlds.fullRefusal);
        return worldFacts(world);
      },
    }),
    adminRoute({
      method: "DELETE",
      path: "/worlds/:name",
      name: "dropWorld",
      summary: "Drops a world with everything in it, its snapshots included; its pending work never runs.",
      scope: "twin",
      params: v.strictObject({ name: v.string() }),
      response: v.strictObject({ status: v.literal("dropped"), world: v.string() }),
      refusals: ["unknown_world", "world_permanent"],
      run: ({ runtime, params: { name } }) => {
        const world = runtime.worlds.get(name);
        if (world === undefined) throw unknownWorld(name, "name");
        if (name === DEFAULT_WORLD) {
          throw new AdminError("world_permanent", `The world ${name} always exists; reset it instead.`, "name");
        }
        dropWorld(runtime, world);
        return { status: "dropped", world: name };
      },
    }),
  ];
}

function worldFacts<T extends TwinTypes>(world: World<T>): v.InferOutput<typeof WorldFacts> {
  const { name, clock, ledger, objects, bytes, agenda } = world;
  const time = new Date(clock.nowMs).toISOString();
  return { name, time, requests: ledger.dropped + ledger.size, objects, bytes, waiting: agenda.size };
}
