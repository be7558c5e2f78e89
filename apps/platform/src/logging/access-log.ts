import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "../http/http-env.ts";
import type { Log } from "./logger.ts";

/** Asked for every few seconds by orchestrators; at `info` they would drown the rest. */
const PROBES = new Set(["/livez", "/readyz", "/health"]);

/** One line per request. Query, headers and bodies are never logged. */
export function accessLog(log: Log): MiddlewareHandler<HttpEnv> {
  return async function logRequest(c, next) {
    const began = performance.now();
    await next();
    const level = PROBES.has(c.req.path) ? "debug" : "info";
    log[level](
      {
        request_id: c.get("requestId"),
        method: c.req.method,
        path: c.req.path,
        status: c.res.status,
        duration_ms: Math.round((performance.now() - began) * 10) / 10,
      },
      "request",
    );
  };
}
