import type { TwinTypes } from "../define/twin-types.ts";
import type { Bucket } from "./buckets.ts";
import { windowMsOf } from "./make-meter.ts";
import type { Reading } from "./meter.ts";
import type { RateLimitRule } from "./rate-limits.ts";

/** Where a limit stands for one request. Times in milliseconds of the world's clock. */
export interface LimitStatus extends Reading {
  readonly rule: string;
  /** What the vendor calls it on the wire. */
  readonly label: string;
  readonly kind: RateLimitRule<TwinTypes>["kind"];
  /** Which bucket of the rule: the account, the operation, what its scope says. */
  readonly key: string;
  /** Length of the window; of a token bucket, how long it takes to fill; null for concurrency. */
  readonly windowMs: number | null;
  /** Whether this limit refused the request. */
  readonly exceeded: boolean;
  readonly nowMs: number;
}

interface Wanted {
  readonly cost: number;
  readonly exceeded: boolean;
  readonly nowMs: number;
}

/** Where a bucket stands for a request that wants `cost` more, or that was just refused it. */
export function statusOf<T extends TwinTypes>({ rule, key, meter }: Bucket<T>, wanted: Wanted): LimitStatus {
  const { cost, exceeded, nowMs } = wanted;
  return {
    ...meter.reading(nowMs, cost),
    rule: rule.name,
    label: rule.label ?? rule.name,
    kind: rule.kind,
    key,
    windowMs: windowMsOf(rule),
    exceeded,
    nowMs,
  };
}

/** The status that refused, else the one with the smallest share left: what most vendors' headers speak of. */
export function tightest(statuses: readonly LimitStatus[]): LimitStatus | undefined {
  let found: LimitStatus | undefined;
  for (const status of statuses) {
    if (status.exceeded) return status;
    if (found === undefined || status.remaining / status.limit < found.remaining / found.limit) found = status;
  }
  return found;
}
