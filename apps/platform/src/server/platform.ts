import { join } from "node:path";
import { createHttpClient, type HttpClient } from "@twinkit-pro/httpclient";
import type { Hono } from "hono";
import type { Config } from "../config/config.ts";
import type { Database } from "../database/database.ts";
import { blobStoreProbe } from "../health/blob-store-probe.ts";
import { databaseProbe } from "../health/database-probe.ts";
import { healthRoutes } from "../health/health-routes.ts";
import { platformHealth } from "../health/platform-health.ts";
import { createTwinReachabilityChecker, twinProbes } from "../health/twin-reachability.ts";
import { createApp } from "../http/app.ts";
import type { HttpEnv } from "../http/http-env.ts";
import { installRoute } from "../install/install-route.ts";
import { licenseRoutes } from "../licenses/license-routes.ts";
import type { Log } from "../logging/logger.ts";
import { jwksRoute } from "../signing-keys/jwks-route.ts";
import type { KeyRing } from "../signing-keys/key-ring.ts";
import { createTaskGroup } from "../tasks/task-group.ts";
import { startEventWriter } from "../telemetry/event-writer.ts";
import { ingestRoute } from "../telemetry/ingest-route.ts";
import { INGEST_CONCURRENCY_MAX } from "../telemetry/limits.ts";
import { summaryRoute } from "../telemetry/summary-route.ts";

export interface PlatformParts {
  readonly config: Config;
  readonly db: Database;
  readonly keys: KeyRing;
  readonly operatorToken: string;
  readonly log: Log;
  readonly now: () => Date;
  /** A background task failed, which it never should. */
  readonly onTaskFailure: (name: string, error: unknown) => void;
  /** @default INGEST_CONCURRENCY_MAX */
  readonly ingestConcurrencyMax?: number;
  /** Reaches the twins. @default a client of the platform's own */
  readonly http?: HttpClient;
}

export interface Platform {
  readonly app: Hono<HttpEnv>;
  /** From here on the platform says that it is not ready and closes connections after each answer. */
  beginStop(): void;
  /** Ends background work and outbound calls. @returns the names of tasks that did not end in time */
  stop(timeoutMs: number): Promise<string[]>;
}

/** Puts the platform together from parts that are open already. It owns the work it starts, not the parts. */
export function createPlatform(parts: PlatformParts): Platform {
  const { config, db, keys, operatorToken, log, now } = parts;
  const { issuer } = config;
  const tasks = createTaskGroup(parts.onTaskFailure);
  const writer = startEventWriter(db, tasks);
  const http = parts.http ?? createHttpClient({ component: "platform", retries: 0 });
  const database = databaseProbe(db);
  const twins = twinProbes(createTwinReachabilityChecker(http), config.twins);
  const probes = [database, blobStoreProbe(join(config.dataDir, "blobs")), ...twins];
  const health = platformHealth(probes, { hasTwins: twins.length > 0 });
  let stopping = false;
  const isStopping = (): boolean => stopping;
  const concurrencyMax = parts.ingestConcurrencyMax ?? INGEST_CONCURRENCY_MAX;
  const app = createApp({
    log,
    isStopping,
    routes: [
      healthRoutes({ health, database, isStopping }),
      jwksRoute(keys),
      licenseRoutes({ db, keys, issuer, now }, operatorToken),
      installRoute({ hasBundleSigningKey: config.bundleSigningKeyFile !== undefined }),
      ingestRoute({ db, keys, issuer, now, writer, log, concurrencyMax }),
      summaryRoute(db, operatorToken),
    ],
  });
  return {
    app,
    beginStop() {
      stopping = true;
    },
    async stop(timeoutMs) {
      const stuck = await tasks.stop(timeoutMs);
      if (parts.http === undefined) await http.close();
      return stuck;
    },
  };
}
