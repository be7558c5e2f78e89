import { Hono } from "hono";
import { PlatformError } from "../errors/platform-error.ts";
import type { HttpEnv } from "../http/http-env.ts";
import { requireJson } from "../http/parse-json.ts";
import type { Log } from "../logging/logger.ts";
import { identifyTwin } from "./audience.ts";
import { authenticateLicense, type LicenseGate } from "./authenticate.ts";
import { decodeBody } from "./decode-body.ts";
import type { EventWriter } from "./event-writer.ts";
import { ingestBatch } from "./ingest.ts";
import { INGEST_RETRY_AFTER_S } from "./limits.ts";
import { recordMismatch } from "./mismatch-store.ts";
import { parseBatch } from "./parse-batch.ts";

export interface IngestOptions extends LicenseGate {
  readonly writer: EventWriter;
  readonly log: Log;
  /** Batches in work at once. */
  readonly concurrencyMax: number;
}

/**
 * `POST /telemetry/v1/ingest`: a batch of events, under the twin that the presented licence covers.
 *
 * Who sends is decided by the licence token alone. The body's `twin` must be in the licence's audience, whether that has one
 * twin or several: anything else is refused with 403 `twin_not_in_audience`, noted as a mismatch, and stored under no twin.
 * So a licence for one twin that another twin's emitter presents by mistake never fills the wrong statistics.
 *
 * Answers 200 with a result per event once everything accepted is committed. An event id is stored once.
 * More than `concurrencyMax` batches at once: 503 with `Retry-After`.
 */
export function ingestRoute(options: IngestOptions): Hono<HttpEnv> {
  let inWork = 0;
  return new Hono<HttpEnv>().post("/telemetry/v1/ingest", async (c) => {
    const claims = await authenticateLicense(options, c.req.header("authorization"));
    if (inWork >= options.concurrencyMax) {
      throw new PlatformError("overloaded", "Too many batches are in work. Send this one again shortly.", {
        headers: { "retry-after": String(INGEST_RETRY_AFTER_S) },
      });
    }
    inWork += 1;
    try {
      requireJson(c.req.header("content-type"));
      const batch = parseBatch(await decodeBody(c.req.raw));
      const now = options.now();
      const twin = identifyTwin(claims, batch.twin);
      if (twin !== undefined) return c.json(await ingestBatch(options.writer, batch, { claims, twin, now }));
      options.log.warn(
        { request_id: c.get("requestId"), license: claims.jti, licensed: claims.aud, claimed: batch.twin },
        "telemetry of a twin that its licence does not cover",
      );
      await recordMismatch(options.db, claims, batch.twin, now);
      throw new PlatformError(
        "twin_not_in_audience",
        `The licence covers ${claims.aud.join(", ")}, not ${batch.twin}. Nothing was stored. Start the twin with a licence of its own.`,
        { path: "twin" },
      );
    } finally {
      inWork -= 1;
    }
  });
}
