import * as v from "valibot";
import { Timestamp, TwinId } from "./primitives.ts";

/** `GET /v1/telemetry/summary` of the platform, for its operator. */
export const TelemetrySummary = v.object({
  total: v.number(),
  counts: v.array(v.object({ twin: TwinId, type: v.string(), events: v.number(), newest_received_at: Timestamp })),
  /** Batches refused because they named a twin that their licence does not cover. */
  mismatches: v.array(
    v.object({
      license_jti: v.string(),
      licensed_twins: v.array(v.string()),
      claimed_twin: v.string(),
      batches: v.number(),
      last_seen_at: Timestamp,
    }),
  ),
});
export type TelemetrySummary = v.InferOutput<typeof TelemetrySummary>;
