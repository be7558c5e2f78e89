import { randomUUID } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "./http-env.ts";

/** Ids from a proxy are kept where they can do no harm in a log. */
const ACCEPTED_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** Gives each request an id, or keeps the one a proxy gave it, and returns it as `x-request-id`. */
export function requestId(): MiddlewareHandler<HttpEnv> {
  return async function identifyRequest(c, next) {
    const given = c.req.header("x-request-id") ?? "";
    const id = ACCEPTED_ID.test(given) ? given : randomUUID();
    c.set("requestId", id);
    c.header("x-request-id", id);
    await next();
  };
}
