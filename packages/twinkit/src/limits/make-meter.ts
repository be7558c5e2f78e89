import type { TwinTypes } from "../define/twin-types.ts";
import { Concurrency } from "./concurrency.ts";
import { FixedWindow } from "./fixed-window.ts";
import type { Meter, MeterState } from "./meter.ts";
import type { RateLimitRule } from "./rate-limits.ts";
import { SlidingWindow } from "./sliding-window.ts";
import { TokenBucket } from "./token-bucket.ts";

const DAY_MS = 86_400_000;
/** What a calendar month is as a length; where it begins and ends is exact. */
const MONTH_MS = 30 * DAY_MS;

/** A bucket of a rule, as new or as its state says. */
export function makeMeter<T extends TwinTypes>(rule: RateLimitRule<T>, nowMs: number, state?: MeterState): Meter {
  switch (rule.kind) {
    case "token_bucket":
      return new TokenBucket(rule, nowMs, state);
    case "fixed_window":
      return new FixedWindow(rule, nowMs, state);
    case "sliding_window":
      return new SlidingWindow(rule, nowMs, state);
    case "concurrency":
      return new Concurrency(rule);
  }
}

/** Length of the window; of a token bucket, how long it takes to fill; null for concurrency. */
export function windowMsOf<T extends TwinTypes>(rule: RateLimitRule<T>): number | null {
  switch (rule.kind) {
    case "token_bucket":
      return Math.ceil((rule.capacity * rule.refill.everyMs) / rule.refill.amount);
    case "fixed_window":
      if (typeof rule.window === "number") return rule.window;
      return rule.window === "day" ? DAY_MS : MONTH_MS;
    case "sliding_window":
      return rule.windowMs;
    case "concurrency":
      return null;
  }
}

/** The number that a rule allows. */
export function limitOf<T extends TwinTypes>(rule: RateLimitRule<T>): number {
  return rule.kind === "token_bucket" ? rule.capacity : rule.limit;
}
