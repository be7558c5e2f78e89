import type { Hono } from "hono";
import { PlatformError } from "../errors/platform-error.ts";
import type { HttpEnv } from "./http-env.ts";

/**
 * Answers 405 with `Allow` for the paths that exist under another method (RFC 9110 section 15.5.6); Hono would say 404.
 * To be called after every route is mounted.
 */
export function refuseOtherMethods(app: Hono<HttpEnv>): void {
  const methodsByPath = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === "ALL") continue;
    const methods = methodsByPath.get(path) ?? new Set();
    methodsByPath.set(path, methods.add(method));
    if (method === "GET") methods.add("HEAD");
  }
  for (const [path, methods] of methodsByPath) {
    const allow = [...methods].toSorted().join(", ");
    app.all(path, (c) => {
      throw new PlatformError("method_not_allowed", `${c.req.method} is not possible here, only ${allow}.`, {
        headers: { allow },
      });
    });
  }
}
