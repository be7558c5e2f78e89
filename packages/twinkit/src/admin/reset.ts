import type { Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { selectedWorlds } from "./selected-worlds.ts";

/** `POST /admin/reset[?world=*]` */
export function resetRoutes<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>): void {
  app.post("/reset", (c) => {
    const worlds = selectedWorlds(runtime, c.req.raw);
    for (const world of worlds) world.reset();
    return c.json({ status: "reset", worlds: worlds.map(({ name }) => name) });
  });
}
