import * as v from "valibot";
import { LatencyMs, LatencyProfile } from "../faults/latency.ts";

/** What a user may change of a running twin: `GET` and `PUT /admin/config`. */
export const RuntimeConfig = v.strictObject({
  /** Added to every answer outside `/admin`, in milliseconds. */
  latency_ms: LatencyMs,
  /** Added to that: latencies as a named profile has them; null for none. */
  latency_profile: v.nullable(LatencyProfile),
  /** Share of requests outside `/admin` that fail with the vendor's internal error. */
  fail_rate: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Off: unknown parameters are ignored and unknown credentials let in. */
  strict: v.boolean(),
  /** The profile of the vendor's rate limits that is on; null for none. The twin's profiles: `GET /admin/limits`. */
  rate_limit_profile: v.nullable(v.pipe(v.string(), v.nonEmpty(), v.maxLength(128))),
  /** An extra address that gets every event; null for none. */
  webhook_url: v.nullable(
    v.pipe(v.string(), v.maxLength(2_048), v.url(), v.regex(/^https?:/i, "write an http or https address")),
  ),
});
export type RuntimeConfig = v.InferOutput<typeof RuntimeConfig>;

export const RUNTIME_CONFIG_DEFAULT: RuntimeConfig = {
  latency_ms: 0,
  latency_profile: null,
  fail_rate: 0,
  strict: true,
  rate_limit_profile: null,
  webhook_url: null,
};
