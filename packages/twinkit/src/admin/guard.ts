import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { AdminError } from "./admin-error.ts";

export const ADMIN_TOKEN_HEADER = "wt-admin-token";
const LOOPBACK_HOST = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

/** Lets admin calls in that `refuseStranger` does not refuse. */
export function adminGuard(token: string | null): MiddlewareHandler {
  return async function guard(c, next) {
    refuseStranger(token, c.req.raw);
    await next();
  };
}

/**
 * With a token, the token decides. Without one the twin listens on loopback only, and a web page in the user's browser
 * must not reach it: neither by a form (Origin) nor by a name that resolves here (Host).
 * @throws AdminError `unauthorized`, `forbidden_origin`
 */
export function refuseStranger(token: string | null, request: Request): void {
  if (token !== null) {
    if (sameSecret(request.headers.get(ADMIN_TOKEN_HEADER) ?? "", token)) return;
    throw new AdminError("unauthorized", `Send the admin token (WT_ADMIN_TOKEN) in the header ${ADMIN_TOKEN_HEADER}.`);
  }
  refuseForeign("Host", new URL(request.url).host);
  const origin = request.headers.get("origin");
  if (origin !== null) refuseForeign("Origin", hostOf(origin));
}

function refuseForeign(what: string, host: string): void {
  if (LOOPBACK_HOST.test(host)) return;
  throw new AdminError(
    "forbidden_origin",
    `${what} ${JSON.stringify(host)} is not this machine; the admin API answers loopback only.`,
  );
}

function hostOf(origin: string): string {
  return URL.parse(origin)?.host ?? origin;
}

/** Compares in constant time whatever the lengths are. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
