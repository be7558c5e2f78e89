import { Hono } from "hono";
import type { HttpEnv } from "../http/http-env.ts";
import type { KeyRing } from "./key-ring.ts";

/** Keys change by rotation only, and the next one is published ahead, so minutes of age do no harm. */
const CACHE_SECONDS = 300;

/** `GET /.well-known/jwks.json`: active, standby and retiring keys. */
export function jwksRoute(keys: KeyRing): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get("/.well-known/jwks.json", async (c) => {
    c.header("cache-control", `public, max-age=${CACHE_SECONDS}`);
    return c.json(await keys.jwks());
  });
}
