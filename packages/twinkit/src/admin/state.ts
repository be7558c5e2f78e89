import type { Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { exportState, importState } from "../world/world-state.ts";
import { parsedBody } from "./json-body.ts";
import { selectedWorld } from "./selected-worlds.ts";

const STATE_BYTES_MAX = 256 * 1024 * 1024;

/** `GET` and `POST /admin/state`: export and import, inverse to each other. */
export function stateRoutes<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>): void {
  app.get("/state", (c) => c.json(exportState(runtime.definition, selectedWorld(runtime, c.req.raw))));
  app.post("/state", async (c) => {
    const world = selectedWorld(runtime, c.req.raw);
    importState(runtime.definition, world, await parsedBody(c.req.raw, STATE_BYTES_MAX));
    return c.json({ status: "loaded", world: world.name });
  });
}
