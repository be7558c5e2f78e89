import { TwinHealth } from "@twinkit-pro/contracts";
import type { TwinTypes } from "../define/twin-types.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

export function healthRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/health",
      name: "getHealth",
      summary: "Who answers, how many worlds there are, and the state of the licence.",
      scope: "twin",
      response: TwinHealth,
      run: ({ runtime: { definition, worlds, closing, license, data } }): TwinHealth => ({
        status: closing ? "stopping" : "ok",
        twin: `twin-${definition.name}`,
        version: definition.version,
        worlds: worlds.size,
        license: license(),
        ...(data === null ? {} : { data: data.health }),
      }),
    }),
  ];
}
