import type { MiddlewareHandler } from "hono";
import { readBearer } from "../http/bearer.ts";
import type { HttpEnv } from "../http/http-env.ts";
import { PlatformError } from "../errors/platform-error.ts";
import { isSameToken } from "./operator-token.ts";

/** Lets only the operator through. */
export function operatorGuard(token: string): MiddlewareHandler<HttpEnv> {
  return async function requireOperator(c, next) {
    const presented = readBearer(c.req.header("authorization"));
    if (presented !== undefined && isSameToken(token, presented)) return next();
    throw new PlatformError(
      "unauthenticated",
      "This call needs the operator token as `Authorization: Bearer <token>`. It is in WT_OPERATOR_TOKEN, or in the file operator-token of the data directory.",
      { headers: { "www-authenticate": "Bearer" } },
    );
  };
}
