import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { requireProfile } from "../limits/known-profile.ts";
import { RuntimeConfig } from "../server/runtime-config.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

export function configRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/config",
      name: "getConfig",
      summary: "How the twin behaves, for all of its worlds.",
      scope: "twin",
      response: RuntimeConfig,
      run: ({ runtime }) => runtime.config,
    }),
    adminRoute({
      method: "PUT",
      path: "/config",
      name: "changeConfig",
      summary: "Changes what is named and leaves the rest; validated whole before any of it applies.",
      scope: "twin",
      body: v.partial(RuntimeConfig),
      response: RuntimeConfig,
      run: ({ runtime, body }) => {
        const { rate_limit_profile: profile } = body;
        requireProfile(runtime.definition, profile);
        // Another profile, and none too, begins with nothing counted.
        const changed = profile !== undefined && profile !== runtime.config.rate_limit_profile;
        if (changed) for (const world of runtime.worlds.all()) world.limits.reset();
        runtime.config = { ...runtime.config, ...body } as RuntimeConfig;
        return runtime.config;
      },
    }),
  ];
}
