import { type TelemetrySummary, TwinId } from "@twinkit-pro/contracts";
import { Hono } from "hono";
import * as v from "valibot";
import type { Database } from "../database/database.ts";
import type { HttpEnv } from "../http/http-env.ts";
import { checkShape } from "../http/parse-json.ts";
import { operatorGuard } from "../operator/operator-guard.ts";
import { countEvents } from "./event-store.ts";
import { latestMismatches } from "./mismatch-store.ts";

const MISMATCHES_SHOWN_MAX = 50;

const SummaryQuery = v.object({ twin: v.optional(TwinId) });

/** `GET /v1/telemetry/summary?twin=`: how many events of each type arrived, and which batches were refused for their twin. */
export function summaryRoute(db: Database, operatorToken: string): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get("/v1/telemetry/summary", operatorGuard(operatorToken), async (c) => {
    const { twin } = checkShape(SummaryQuery, c.req.query());
    const [counts, mismatches] = await Promise.all([countEvents(db, twin), latestMismatches(db, MISMATCHES_SHOWN_MAX)]);
    const summary: TelemetrySummary = {
      total: counts.reduce((sum, { events }) => sum + events, 0),
      counts: counts.map((row) => ({
        twin: row.twin,
        type: row.type,
        events: row.events,
        newest_received_at: row.newestReceivedAt.toISOString(),
      })),
      mismatches: mismatches.map((row) => ({
        license_jti: row.licenseJti,
        licensed_twins: row.licensedTwins,
        claimed_twin: row.claimedTwin,
        batches: row.batches,
        last_seen_at: row.lastSeenAt.toISOString(),
      })),
    };
    return c.json(summary);
  });
}
