import * as v from "valibot";
import type { Random } from "../random.ts";

/** Longest that one fault, or the configuration, holds an answer up. */
export const LATENCY_MS_MAX = 60_000;
/** The 99th percentile of the standard normal distribution. */
const NORMAL_P99 = 2.326_347_874_040_841;

/** Latency profiles by name: typical web APIs as their clients see them. Log-normal, in milliseconds. */
export const LATENCY_PROFILES = {
  fast: { p50_ms: 20, p99_ms: 80 },
  typical: { p50_ms: 120, p99_ms: 600 },
  slow: { p50_ms: 800, p99_ms: 3_000 },
  degraded: { p50_ms: 2_500, p99_ms: 15_000 },
} as const;
export type LatencyProfileName = keyof typeof LATENCY_PROFILES;

export const LatencyMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LATENCY_MS_MAX));
export const LatencyProfile = v.pipe(
  v.picklist(Object.keys(LATENCY_PROFILES) as LatencyProfileName[]),
  v.description(
    `By its 50th and 99th percentile: ${Object.entries(LATENCY_PROFILES)
      .map(([name, { p50_ms, p99_ms }]) => `${name} ${p50_ms} and ${p99_ms} ms`)
      .join(", ")}.`,
  ),
);

const Percentile = v.pipe(v.number(), v.minValue(0.1), v.maxValue(LATENCY_MS_MAX));

/** A distribution of latencies, in milliseconds. */
export const Latency = v.variant("distribution", [
  v.strictObject({ distribution: v.literal("fixed"), ms: LatencyMs }),
  v.strictObject({ distribution: v.literal("uniform"), min_ms: LatencyMs, max_ms: LatencyMs }),
  v.strictObject({ distribution: v.literal("lognormal"), p50_ms: Percentile, p99_ms: Percentile }),
]);
export type Latency = v.InferOutput<typeof Latency>;

/** Draws a latency in milliseconds, never more than the longest allowed. */
export function drawLatencyMs(latency: Latency, random: Random): number {
  if (latency.distribution === "fixed") return latency.ms;
  if (latency.distribution === "uniform") {
    return latency.min_ms + random.next() * (latency.max_ms - latency.min_ms);
  }
  const spread = Math.log(latency.p99_ms / latency.p50_ms) / NORMAL_P99;
  return Math.min(latency.p50_ms * Math.exp(spread * drawNormal(random)), LATENCY_MS_MAX);
}

/** The distribution of a named profile. */
export function latencyOf(profile: LatencyProfileName): Latency {
  return { distribution: "lognormal", ...LATENCY_PROFILES[profile] };
}

/** Standard normal, by Box and Muller (1958). */
function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
