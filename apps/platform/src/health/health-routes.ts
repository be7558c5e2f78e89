import type { PlatformHealth } from "@twinkit-pro/contracts";
import { Hono } from "hono";
import { PlatformError } from "../errors/platform-error.ts";
import type { HttpEnv } from "../http/http-env.ts";
import { type HealthProbe, runCheck } from "./health-check.ts";

export interface HealthRouteOptions {
  readonly health: () => Promise<PlatformHealth>;
  readonly database: HealthProbe;
  readonly isStopping: () => boolean;
}

/** `GET /health`, and for orchestrators `GET /livez` and `GET /readyz`. */
export function healthRoutes({ health, database, isStopping }: HealthRouteOptions): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get("/livez", (c) => c.json({ status: "ok" }))
    .get("/readyz", async (c) => {
      if (isStopping()) throw new PlatformError("shutting_down", "The platform is stopping and takes no new work.");
      const { status, message } = await runCheck(database);
      if (status === "ok") return c.json({ status: "ok" });
      throw new PlatformError("database_unavailable", `The database does not answer: ${message}.`);
    })
    .get("/health", async (c) => {
      const body = await health();
      c.header("cache-control", "no-store");
      return c.json(body, body.summary === "ok" ? 200 : 503);
    });
}
