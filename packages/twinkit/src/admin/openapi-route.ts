import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

export function openApiRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/openapi.json",
      name: "getOpenApi",
      summary: "This API as an OpenAPI 3.1 document.",
      scope: "twin",
      response: v.looseObject({ openapi: v.literal("3.1.0") }),
      // Loaded when asked for: a twin that is never asked need not carry it.
      run: async ({ runtime }) => (await import("./openapi.ts")).openApiDocument(runtime.definition),
    }),
  ];
}
