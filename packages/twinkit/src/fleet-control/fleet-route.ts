import type { Context, Hono } from "hono";
import * as v from "valibot";
import { AdminError } from "../admin/admin-error.ts";
import type { AdminRouteFacts } from "../admin/admin-route.ts";
import { readInputs } from "../admin/read-inputs.ts";
import type { WorldClock } from "../world/clock.ts";
import { worldNameRefusal, Worlds } from "../world/worlds.ts";
import { allWorlds, type FleetState, type FleetWorld, worldsNamed } from "./fleet-state.ts";

/** What a route of the fleet is given. Without `WT-World` it acts on every world of every twin. */
export interface FleetCall<Query = object, Body = object> {
  readonly fleet: FleetState;
  readonly worlds: readonly FleetWorld[];
  /** The clock of worlds not made yet; null where the call names a world. */
  readonly start: WorldClock | null;
  readonly query: Query;
  readonly body: Body;
}

/** A route of the fleet's control plane. */
export interface FleetRoute extends AdminRouteFacts {
  readonly run: (call: FleetCall<never, never>) => unknown;
}

const Nothing = v.strictObject({});

interface FleetRouteOptions<Body extends v.GenericSchema> extends Pick<
  AdminRouteFacts,
  "method" | "path" | "name" | "summary" | "response"
> {
  readonly body?: Body;
  readonly refusals?: AdminRouteFacts["refusals"];
  readonly run: (call: FleetCall<object, v.InferOutput<Body>>) => unknown;
}

export function fleetRoute<Body extends v.GenericSchema = typeof Nothing>(
  options: FleetRouteOptions<Body>,
): FleetRoute {
  return {
    ...options,
    scope: "worlds",
    params: Nothing,
    query: Nothing,
    body: options.body ?? null,
    bodyBytesMax: 64 * 1024,
    bodyRefusal: "invalid_body",
    status: 200,
    responseType: "application/json",
    refusals: options.refusals ?? [],
    run: options.run as FleetRoute["run"],
  };
}

export function mountFleetRoute(app: Hono, fleet: FleetState, route: FleetRoute): void {
  app.on(route.method, route.path, async (c) => c.json((await route.run(await readCall(c, fleet, route))) as object));
}

async function readCall(c: Context, fleet: FleetState, route: FleetRoute): Promise<FleetCall<never, never>> {
  const { query, body, wantedWorlds } = await readInputs(c, route);
  if (wantedWorlds !== undefined && (wantedWorlds.length !== 1 || wantedWorlds[0] !== "*")) {
    throw new AdminError("invalid_query", `?world takes only "*"; name one world with the header WT-World.`, "world");
  }
  const name = c.req.header("wt-world");
  if (name !== undefined && !Worlds.isName(name)) {
    throw new AdminError("world_name_invalid", worldNameRefusal(name), "WT-World");
  }
  const worlds = name === undefined ? allWorlds(fleet) : worldsNamed(fleet, name);
  return { fleet, worlds, start: name === undefined ? fleet.clock : null, query, body } as unknown as FleetCall<
    never,
    never
  >;
}
