import type { Hono } from "hono";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { RuntimeConfig } from "../server/runtime-config.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import { jsonBody } from "./json-body.ts";

const ConfigChange = v.partial(RuntimeConfig);

/** `GET` and `PUT /admin/config`; a change is validated whole before any of it applies. */
export function configRoutes<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>): void {
  app.get("/config", (c) => c.json(runtime.config));
  app.put("/config", async (c) => {
    const change = await jsonBody(c.req.raw, ConfigChange);
    runtime.config = { ...runtime.config, ...change } as RuntimeConfig;
    return c.json(runtime.config);
  });
}
