import type { Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { createControlApp } from "./control-app.ts";
import { mount } from "./dispatch.ts";
import { adminRoutes } from "./routes.ts";

/** The control plane of a twin under `/admin`. Latency and failures never touch it. */
export function createAdminApp<T extends TwinTypes>(runtime: TwinRuntime<T>): Hono {
  return createControlApp({
    token: runtime.adminToken,
    of: `twin-${runtime.definition.name}`,
    log: runtime.log,
    isClosing: () => runtime.closing,
    loadInspector: async () => (await import("../inspector/inspector-app.tsx")).createInspector(runtime),
    mount: (admin) => {
      for (const route of adminRoutes<T>()) mount(admin, runtime, route);
    },
  });
}
