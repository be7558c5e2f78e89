import type { TwinTypes } from "../define/twin-types.ts";
import { makeMeter } from "./make-meter.ts";
import type { Meter } from "./meter.ts";
import type { RateLimitRule } from "./rate-limits.ts";

/** Buckets of one world; beyond it idle ones are forgotten, then the oldest. */
export const BUCKETS_MAX = 10_000;
/** How many a full store keeps when it makes room. */
const BUCKETS_KEPT = 9_000;
/** Below this many nobody looks for idle ones. */
const BUCKETS_UNSWEPT = 1_000;

export interface Bucket<T extends TwinTypes> {
  readonly rule: RateLimitRule<T>;
  readonly key: string;
  readonly meter: Meter;
}

/** The buckets of one world, by rule and key, oldest first. */
export class Buckets<T extends TwinTypes> {
  readonly #buckets = new Map<string, Bucket<T>>();
  #sweepAt = BUCKETS_UNSWEPT;

  get size(): number {
    return this.#buckets.size;
  }

  find(rule: RateLimitRule<T>, key: string): Bucket<T> | undefined {
    return this.#buckets.get(nameOf(rule, key));
  }

  open(rule: RateLimitRule<T>, key: string, nowMs: number): Bucket<T> {
    const name = nameOf(rule, key);
    const known = this.#buckets.get(name);
    if (known !== undefined) return known;
    if (this.#buckets.size >= this.#sweepAt) this.#sweep(nowMs);
    const made = { rule, key, meter: makeMeter(rule, nowMs) };
    this.#buckets.set(name, made);
    return made;
  }

  put(bucket: Bucket<T>): void {
    this.#buckets.set(nameOf(bucket.rule, bucket.key), bucket);
  }

  all(): IterableIterator<Bucket<T>> {
    return this.#buckets.values();
  }

  clear(): void {
    this.#buckets.clear();
    this.#sweepAt = BUCKETS_UNSWEPT;
  }

  /** Each sweep doubles the distance to the next, so that its cost per bucket stays constant. */
  #sweep(nowMs: number): void {
    for (const [name, { meter }] of this.#buckets) {
      if (meter.idle(nowMs)) this.#buckets.delete(name);
    }
    if (this.#buckets.size >= BUCKETS_MAX) {
      for (const name of this.#buckets.keys()) {
        if (this.#buckets.size <= BUCKETS_KEPT) break;
        this.#buckets.delete(name);
      }
    }
    this.#sweepAt = Math.min(BUCKETS_MAX, Math.max(BUCKETS_UNSWEPT, this.#buckets.size * 2));
  }
}

function nameOf<T extends TwinTypes>(rule: RateLimitRule<T>, key: string): string {
  return `${rule.name}\n${key}`;
}
