import { describe, expect, it } from "vitest";
import { createRandom } from "../random.ts";
import { drawLatencyMs, type Latency, LATENCY_MS_MAX, LATENCY_PROFILES, latencyOf } from "./latency.ts";

const DRAWS = 20_000;

/** Latencies from the shortest to the longest. */
function draws(latency: Latency): number[] {
  const random = createRandom("latency");
  return Array.from({ length: DRAWS }, () => drawLatencyMs(latency, random)).toSorted((a, b) => a - b);
}

const percentile = (sorted: readonly number[], share: number): number => sorted[Math.floor(sorted.length * share)]!;

describe("a latency", () => {
  it("is what it says where it is fixed", () => {
    expect(new Set(draws({ distribution: "fixed", ms: 40 }))).toEqual(new Set([40]));
  });

  it("lies within its bounds, evenly", () => {
    const drawn = draws({ distribution: "uniform", min_ms: 100, max_ms: 300 });
    expect(drawn[0]).toBeGreaterThanOrEqual(100);
    expect(drawn.at(-1)).toBeLessThanOrEqual(300);
    expect(percentile(drawn, 0.25) / 150).toBeCloseTo(1, 1);
  });

  it.each(Object.keys(LATENCY_PROFILES) as (keyof typeof LATENCY_PROFILES)[])(
    "profile %s has its percentiles",
    (name) => {
      const drawn = draws(latencyOf(name));
      const { p50_ms, p99_ms } = LATENCY_PROFILES[name];
      expect(Math.abs(percentile(drawn, 0.5) / p50_ms - 1)).toBeLessThan(0.05);
      expect(Math.abs(percentile(drawn, 0.99) / p99_ms - 1)).toBeLessThan(0.1);
      expect(drawn[0]).toBeGreaterThan(0);
      expect(drawn.at(-1)).toBeLessThanOrEqual(LATENCY_MS_MAX);
    },
  );

  it("is one value where the percentiles are", () => {
    const drawn = draws({ distribution: "lognormal", p50_ms: 7, p99_ms: 7 });
    expect(drawn[0]).toBeCloseTo(7, 9);
    expect(drawn.at(-1)).toBeCloseTo(7, 9);
  });
});
