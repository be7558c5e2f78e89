import type { TwinHealth } from "@twinkit-pro/contracts";
import type { Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";

/** `GET /admin/health` */
export function healthRoutes<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>): void {
  app.get("/health", (c) => {
    const { definition, worlds, closing, license } = runtime;
    const health: TwinHealth = {
      status: closing ? "stopping" : "ok",
      twin: `twin-${definition.name}`,
      version: definition.version,
      worlds: worlds.size,
      license: license(),
    };
    return c.json(health);
  });
}
