import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TwinTypes } from "../define/twin-types.ts";
import { admitsByReference, type Charged } from "../testing/reference-limits.ts";
import { makeMeter } from "./make-meter.ts";
import type { Meter } from "./meter.ts";
import type { RateLimitRule } from "./rate-limits.ts";

type Rule = RateLimitRule<TwinTypes>;
const START_MS = Date.parse("2026-01-01T00:00:00.000Z");
const common = { name: "rule", scope: "world" } as const;

const small = fc.integer({ min: 1, max: 8 });
const tokenBucket = fc.record({
  ...constants({ ...common, kind: "token_bucket" as const }),
  capacity: small,
  refill: fc.record({ amount: small, everyMs: fc.integer({ min: 1, max: 60 }) }),
});
const fixedWindow = fc.record({
  ...constants({ ...common, kind: "fixed_window" as const }),
  limit: small,
  window: fc.integer({ min: 1, max: 60 }),
  anchor: fc.constantFrom("epoch" as const, "first" as const),
});
const slidingWindow = fc.record({
  ...constants({ ...common, kind: "sliding_window" as const }),
  limit: small,
  windowMs: fc.integer({ min: 1, max: 60 }),
});
const timedRule: fc.Arbitrary<Rule> = fc.oneof(tokenBucket, fixedWindow, slidingWindow);
/** Requests with the time that passes before each and what they cost. */
const schedule = fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 40 }), cost: small }), { maxLength: 60 });

function constants<Values extends Record<string, unknown>>(
  values: Values,
): { [Name in keyof Values]: fc.Arbitrary<Values[Name]> } {
  const entries = Object.entries(values).map(([name, value]) => [name, fc.constant(value)]);
  return Object.fromEntries(entries) as { [Name in keyof Values]: fc.Arbitrary<Values[Name]> };
}

describe.each([
  ["token bucket", tokenBucket],
  ["fixed window", fixedWindow],
  ["sliding window", slidingWindow],
])("a %s", (_, rules) => {
  it("admits exactly what the obvious reference admits, over any schedule", () => {
    fc.assert(
      fc.property(rules, schedule, (rule, steps) => {
        const meter = makeMeter(rule, START_MS);
        const history: Charged[] = [];
        let nowMs = START_MS;
        for (const { waitMs, cost } of steps) {
          nowMs += waitMs;
          const fits = meter.fits(cost, nowMs);
          expect(fits).toBe(admitsByReference(rule, history, { startMs: START_MS, nowMs, cost }));
          if (!fits) continue;
          meter.charge(cost, nowMs);
          history.push({ atMs: nowMs, cost });
        }
      }),
    );
  });
});

describe("every meter driven by a clock", () => {
  it("says exactly when a refused cost fits", () => {
    fc.assert(
      fc.property(timedRule, schedule, small, (rule, steps, wanted) => {
        const meter = makeMeter(rule, START_MS);
        const nowMs = run(meter, steps);
        const { retryAfterMs, limit } = meter.reading(nowMs, wanted);
        const fits = meter.fits(wanted, nowMs);
        expect(retryAfterMs === 0).toBe(fits);
        if (fits || wanted > limit) return;
        // Asking moves nothing: the same meter is asked at both instants.
        expect(meter.fits(wanted, nowMs + retryAfterMs - 1)).toBe(false);
        expect(meter.fits(wanted, nowMs + retryAfterMs)).toBe(true);
      }),
    );
  });

  it("is at full again at its reset, and idle", () => {
    fc.assert(
      fc.property(timedRule, schedule, (rule, steps) => {
        const meter = makeMeter(rule, START_MS);
        const nowMs = run(meter, steps);
        const { resetMs, limit } = meter.reading(nowMs, 1);
        expect(resetMs).toBeGreaterThanOrEqual(nowMs);
        expect(meter.reading(resetMs, 1).remaining).toBe(limit);
        expect(meter.idle(resetMs)).toBe(true);
      }),
    );
  });

  it("decides the same after its state went through JSON", () => {
    fc.assert(
      fc.property(timedRule, schedule, schedule, (rule, before, after) => {
        const meter = makeMeter(rule, START_MS);
        const nowMs = run(meter, before);
        const restored = makeMeter(rule, nowMs, JSON.parse(JSON.stringify(meter.state())) as number[]);
        expect(decisions(restored, after, nowMs)).toEqual(decisions(meter, after, nowMs));
      }),
    );
  });

  it("stays within its bounds when the clock is set back", () => {
    const moves = fc.array(fc.record({ waitMs: fc.integer({ min: -80, max: 80 }), cost: small }), { maxLength: 60 });
    fc.assert(
      fc.property(timedRule, moves, (rule, steps) => {
        const meter = makeMeter(rule, START_MS);
        let nowMs = START_MS;
        for (const { waitMs, cost } of steps) {
          nowMs += waitMs;
          if (meter.fits(cost, nowMs)) meter.charge(cost, nowMs);
          const { remaining, used, limit, resetMs } = meter.reading(nowMs, 1);
          expect(remaining).toBeGreaterThanOrEqual(0);
          expect(remaining + used).toBe(limit);
          expect(resetMs).toBeGreaterThanOrEqual(nowMs);
        }
      }),
    );
  });

  it("never fills up while the clock stands", () => {
    fc.assert(
      fc.property(timedRule, (rule) => {
        const meter = makeMeter(rule, START_MS);
        let admitted = 0;
        for (let asked = 0; asked < 50; asked += 1) {
          if (!meter.fits(1, START_MS)) continue;
          meter.charge(1, START_MS);
          admitted += 1;
        }
        expect(admitted).toBe(meter.reading(START_MS, 1).limit);
      }),
    );
  });

  it("gives back what a corrected charge was too high", () => {
    fc.assert(
      fc.property(timedRule, small, small, (rule, requested, actual) => {
        const corrected = makeMeter(rule, START_MS);
        const exact = makeMeter(rule, START_MS);
        if (!corrected.fits(requested, START_MS) || actual > requested) return;
        corrected.charge(requested, START_MS);
        corrected.correct(actual - requested, START_MS, START_MS);
        exact.charge(actual, START_MS);
        expect(corrected.reading(START_MS, 1).remaining).toBe(exact.reading(START_MS, 1).remaining);
      }),
    );
  });
});

describe("a token bucket", () => {
  it("neither loses nor gains while the clock is set back, and fills from there", () => {
    const rule = { ...common, kind: "token_bucket", capacity: 5, refill: { amount: 1, everyMs: 100 } } as const;
    const meter = makeMeter(rule, START_MS);
    meter.charge(3, START_MS);
    expect(meter.reading(START_MS - 10_000, 1).remaining).toBe(2);
    expect(meter.reading(START_MS - 9_900, 1).remaining).toBe(3);
  });
});

describe("a sliding window whose refused requests count", () => {
  it("keeps refusing a client that never pauses, with a log no longer than its limit", () => {
    const meter = makeMeter({ ...common, kind: "sliding_window", limit: 5, windowMs: 100 }, START_MS);
    for (let ms = 0; ms < 1_000; ms += 1) {
      const fits = meter.fits(1, START_MS + ms);
      expect(fits).toBe(ms < 5);
      meter.charge(1, START_MS + ms);
      expect(meter.state()!.length / 2).toBeLessThanOrEqual(5);
    }
    expect(meter.fits(1, START_MS + 1_100)).toBe(true);
  });
});

describe("a calendar window", () => {
  it.each([
    ["day", "2026-02-28T23:59:59.999Z", "2026-03-01T00:00:00.000Z"],
    ["month", "2026-12-31T23:59:59.999Z", "2027-01-01T00:00:00.000Z"],
    ["month", "2028-02-29T00:00:00.000Z", "2028-03-01T00:00:00.000Z"],
  ] as const)("of a %s at %s ends at %s", (window, at, end) => {
    const meter = makeMeter({ ...common, kind: "fixed_window", limit: 1, window }, Date.parse(at));
    meter.charge(1, Date.parse(at));
    expect(meter.reading(Date.parse(at), 1).resetMs).toBe(Date.parse(end));
    expect(meter.fits(1, Date.parse(end) - 1)).toBe(false);
    expect(meter.fits(1, Date.parse(end))).toBe(true);
  });
});

describe("concurrency", () => {
  it("admits while less than the limit are open, over any order of arrivals and answers", () => {
    const events = fc.array(fc.constantFrom("arrive", "answer"), { maxLength: 100 });
    fc.assert(
      fc.property(small, events, (limit, steps) => {
        const meter = makeMeter({ ...common, kind: "concurrency", limit }, START_MS);
        const open: number[] = [];
        for (const step of steps) {
          if (step === "answer") {
            if (open.pop() !== undefined) meter.release(1);
            continue;
          }
          expect(meter.fits(1, START_MS)).toBe(open.length < limit);
          if (open.length >= limit) continue;
          meter.charge(1, START_MS);
          open.push(1);
        }
        expect(meter.reading(START_MS, 1).used).toBe(open.length);
      }),
    );
  });
});

/** Charges what fits; answers where the clock stands at the end. */
function run(meter: Meter, steps: readonly { readonly waitMs: number; readonly cost: number }[]): number {
  let nowMs = START_MS;
  for (const { waitMs, cost } of steps) {
    nowMs += waitMs;
    if (meter.fits(cost, nowMs)) meter.charge(cost, nowMs);
  }
  return nowMs;
}

function decisions(
  meter: Meter,
  steps: readonly { readonly waitMs: number; readonly cost: number }[],
  fromMs: number,
): boolean[] {
  let nowMs = fromMs;
  return steps.map(({ waitMs, cost }) => {
    nowMs += waitMs;
    const fits = meter.fits(cost, nowMs);
    if (fits) meter.charge(cost, nowMs);
    return fits;
  });
}
