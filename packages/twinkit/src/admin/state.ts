import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { exportState, importState, WorldState } from "../world/world-state.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

const STATE_BYTES_MAX = 256 * 1024 * 1024;

export function stateRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/state",
      name: "exportState",
      summary: "The whole of a world as JSON, in order, with ids, counters and pending work.",
      scope: "world",
      response: WorldState,
      run: ({ runtime, world }) => exportState(runtime.definition, world),
    }),
    adminRoute({
      method: "POST",
      path: "/state",
      name: "importState",
      summary: "Replaces a world by an exported one; the inverse of the export. What does not fit is refused whole.",
      scope: "world",
      body: WorldState,
      bodyBytesMax: STATE_BYTES_MAX,
      bodyRefusal: "state_invalid",
      response: v.strictObject({ status: v.literal("loaded"), world: v.string() }),
      run: ({ runtime, world, body }) => {
        importState(runtime.definition, world, body);
        return { status: "loaded", world: world.name };
      },
    }),
  ];
}
