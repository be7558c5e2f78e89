import type { TwinTypes } from "../define/twin-types.ts";
import type { RateLimitRule } from "../limits/rate-limits.ts";

/** Rate limits decided from the whole history of what was charged, the slow and obvious way. */

export interface Charged {
  readonly atMs: number;
  readonly cost: number;
}

/** Whether a rule that began full at `startMs` admits a cost now. Concurrency knows no clock and is not decided here. */
export function admitsByReference(
  rule: RateLimitRule<TwinTypes>,
  history: readonly Charged[],
  { startMs, nowMs, cost }: { readonly startMs: number; readonly nowMs: number; readonly cost: number },
): boolean {
  switch (rule.kind) {
    case "token_bucket": {
      const level = levelByReference(rule, history, startMs, nowMs);
      return level >= BigInt(cost * rule.refill.everyMs);
    }
    case "fixed_window": {
      const beginMs = windowBegin(rule, history, nowMs);
      return sum(history.filter(({ atMs }) => atMs >= beginMs)) + cost <= rule.limit;
    }
    case "sliding_window":
      return sum(history.filter(({ atMs }) => atMs > nowMs - rule.windowMs)) + cost <= rule.limit;
    case "concurrency":
      throw new Error("concurrency has no history");
  }
}

/** In units of `1 / everyMs` tokens, one millisecond after the other. */
function levelByReference(
  { capacity, refill }: Extract<RateLimitRule<TwinTypes>, { kind: "token_bucket" }>,
  history: readonly Charged[],
  startMs: number,
  nowMs: number,
): bigint {
  const full = BigInt(capacity * refill.everyMs);
  const amount = BigInt(refill.amount);
  let level = full;
  let next = 0;
  for (let ms = startMs; ms <= nowMs; ms += 1) {
    if (ms > startMs) level = level + amount > full ? full : level + amount;
    for (; history[next]?.atMs === ms; next += 1) level -= BigInt((history[next]?.cost ?? 0) * refill.everyMs);
  }
  return level;
}

function windowBegin(
  { window, anchor }: Extract<RateLimitRule<TwinTypes>, { kind: "fixed_window" }>,
  history: readonly Charged[],
  nowMs: number,
): number {
  if (typeof window !== "number") throw new Error("calendar windows have tests of their own");
  if (anchor !== "first") return Math.floor(nowMs / window) * window;
  let begin = Number.NEGATIVE_INFINITY;
  for (const { atMs } of history) if (atMs >= begin + window) begin = atMs;
  return nowMs >= begin + window ? nowMs : begin;
}

function sum(history: readonly Charged[]): number {
  return history.reduce((total, { cost }) => total + cost, 0);
}
