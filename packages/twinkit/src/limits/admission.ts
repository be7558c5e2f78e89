import type { TwinTypes } from "../define/twin-types.ts";
import type { VendorError } from "../wire/vendor-error.ts";
import { bounded, bucketKey } from "./bucket-key.ts";
import type { Bucket, Buckets } from "./buckets.ts";
import { type LimitStatus, statusOf } from "./limit-status.ts";
import type { LimitedRequest, RateLimitRule, RateLimits } from "./rate-limits.ts";
import type { RequestLimits, Spending } from "./request-limits.ts";

/** What a request was charged by one bucket. */
interface Charge<T extends TwinTypes> {
  readonly bucket: Bucket<T>;
  readonly atMs: number;
  /** What it wanted; what it was charged, too, unless it was refused. */
  cost: number;
  exceeded: boolean;
}

export interface AdmissionInput<T extends TwinTypes> {
  readonly limits: RateLimits<T>;
  readonly rules: readonly RateLimitRule<T>[];
  readonly buckets: Buckets<T>;
  readonly limited: LimitedRequest<T>;
  readonly nowMs: () => number;
}

/** One request before the vendor's rate limits: admitted or refused, from its arrival to its answer. */
export class Admission<T extends TwinTypes> implements RequestLimits {
  readonly #input: AdmissionInput<T>;
  readonly #charges: Charge<T>[] = [];
  #released = false;
  /** The vendor's answer where a limit was exceeded; null where the request may go on. */
  readonly refusal: VendorError | null;

  constructor(input: AdmissionInput<T>) {
    this.#input = input;
    this.refusal = this.#enter();
  }

  /** The vendor's headers, as the limits stand at the answer. */
  headers(): Readonly<Record<string, string>> {
    const { limits, limited, nowMs } = this.#input;
    if (limits.headers === undefined || this.#charges.length === 0) return {};
    const now = nowMs();
    return limits.headers(
      this.#charges.map((charge) => statusAt(charge, now)),
      limited.request,
    );
  }

  /** Frees what lasts as long as the request. Idempotent. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    if (this.refusal !== null) return;
    for (const { bucket, cost, exceeded } of this.#charges) if (!exceeded) bucket.meter.release(cost);
  }

  readonly spend = (rule: string, spending: Spending = {}): LimitStatus | null => {
    const status = this.trySpend(rule, spending);
    if (status?.exceeded === true) throw this.#input.limits.exceeded(status, this.#input.limited.request);
    return status;
  };

  readonly trySpend = (name: string, { key, cost = 1 }: Spending = {}): LimitStatus | null => {
    const rule = this.#rule(name);
    if (rule === undefined) return null;
    const nowMs = this.#input.nowMs();
    const bucket = this.#bucket(rule, nowMs, key);
    const charge = { bucket, cost, atMs: nowMs, exceeded: !bucket.meter.fits(cost, nowMs) };
    if (!charge.exceeded || countsRefused(rule)) bucket.meter.charge(cost, nowMs);
    this.#charges.push(charge);
    return statusAt(charge, nowMs);
  };

  readonly settle = (name: string, cost: number): LimitStatus | null => {
    const charge = this.#charges.find(({ bucket, exceeded }) => bucket.rule.name === name && !exceeded);
    if (charge === undefined) return null;
    const nowMs = this.#input.nowMs();
    charge.bucket.meter.correct(cost - charge.cost, charge.atMs, nowMs);
    charge.cost = cost;
    return statusAt(charge, nowMs);
  };

  readonly status = (name: string): LimitStatus | null => {
    const nowMs = this.#input.nowMs();
    const charge = this.#charges.find(({ bucket }) => bucket.rule.name === name);
    if (charge !== undefined) return statusAt(charge, nowMs);
    const rule = this.#rule(name);
    if (rule === undefined) return null;
    return statusOf(this.#bucket(rule, nowMs), { cost: 0, exceeded: false, nowMs });
  };

  /** All limits are asked before any is charged: a refused request costs only where the rule says so. */
  #enter(): VendorError | null {
    const { rules, limited, limits } = this.#input;
    const nowMs = this.#input.nowMs();
    for (const rule of rules) {
      if (rule.charged === "handler" || rule.when?.(limited) === false) continue;
      const bucket = this.#bucket(rule, nowMs);
      const { cost = 1 } = rule;
      this.#charges.push({
        bucket,
        cost: typeof cost === "number" ? cost : cost(limited),
        atMs: nowMs,
        exceeded: false,
      });
    }
    const exceeded = this.#charges.find(({ bucket, cost }) => !bucket.meter.fits(cost, nowMs));
    if (exceeded !== undefined) exceeded.exceeded = true;
    for (const { bucket, cost } of this.#charges) {
      if (exceeded === undefined || countsRefused(bucket.rule)) bucket.meter.charge(cost, nowMs);
    }
    return exceeded === undefined ? null : limits.exceeded(statusAt(exceeded, nowMs), limited.request);
  }

  #rule(name: string): RateLimitRule<T> | undefined {
    const { rules, limited } = this.#input;
    return rules.find((rule) => rule.name === name && rule.when?.(limited) !== false);
  }

  #bucket(rule: RateLimitRule<T>, nowMs: number, key?: string): Bucket<T> {
    const { buckets, limits, limited } = this.#input;
    return buckets.open(rule, key === undefined ? bucketKey(rule, limits, limited) : bounded(key), nowMs);
  }
}

/** A refused request is over at once: it holds no slot. */
function countsRefused<T extends TwinTypes>(rule: RateLimitRule<T>): boolean {
  return rule.countsRefused === true && rule.kind !== "concurrency";
}

function statusAt<T extends TwinTypes>({ bucket, cost, exceeded }: Charge<T>, nowMs: number): LimitStatus {
  return statusOf(bucket, { cost, exceeded, nowMs });
}
