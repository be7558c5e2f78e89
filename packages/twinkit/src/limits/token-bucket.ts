import type { Meter, MeterState, Reading } from "./meter.ts";

export interface TokenBucketData {
  readonly kind: "token_bucket";
  /** Most that fits in at once: the burst. */
  readonly capacity: number;
  /** `amount` flows back evenly over `everyMs`. */
  readonly refill: { readonly amount: number; readonly everyMs: number };
}

/**
 * A token bucket, which is also the leaky bucket as a meter. The level is kept in tokens times `everyMs`, so that
 * whole amounts and whole milliseconds make whole numbers and no refill is ever rounded away.
 */
export class TokenBucket implements Meter {
  readonly #capacity: number;
  readonly #amount: number;
  readonly #everyMs: number;
  #level: number;
  #atMs: number;

  constructor({ capacity, refill }: TokenBucketData, nowMs: number, state?: MeterState) {
    this.#capacity = capacity;
    this.#amount = refill.amount;
    this.#everyMs = refill.everyMs;
    this.#level = state?.[0] ?? capacity * refill.everyMs;
    this.#atMs = state?.[1] ?? nowMs;
  }

  fits(cost: number, nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#level >= cost * this.#everyMs;
  }

  /** A charge empties the bucket at most; only a correction makes debts. */
  charge(cost: number, nowMs: number): void {
    this.#refill(nowMs);
    this.#level = Math.max(Math.min(this.#level, 0), this.#level - cost * this.#everyMs);
  }

  correct(difference: number, _chargedMs: number, nowMs: number): void {
    this.#refill(nowMs);
    this.#level = Math.min(this.#full, this.#level - difference * this.#everyMs);
  }

  release(): void {}

  reading(nowMs: number, wanted: number): Reading {
    this.#refill(nowMs);
    const remaining = Math.max(0, Math.floor(this.#level / this.#everyMs));
    // More than the bucket holds never fits: the answer is then how long it takes to fill.
    const retryAfterMs =
      wanted > this.#capacity ? Math.ceil(this.#full / this.#amount) : this.#msUntil(wanted * this.#everyMs);
    const resetMs = nowMs + this.#msUntil(this.#full);
    return { limit: this.#capacity, remaining, used: this.#capacity - remaining, resetMs, retryAfterMs };
  }

  idle(nowMs: number): boolean {
    this.#refill(nowMs);
    return this.#level >= this.#full;
  }

  state(): MeterState {
    return [this.#level, this.#atMs];
  }

  get #full(): number {
    return this.#capacity * this.#everyMs;
  }

  #msUntil(level: number): number {
    return Math.max(0, Math.ceil((level - this.#level) / this.#amount));
  }

  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#atMs);
    this.#level = Math.min(this.#full, this.#level + elapsedMs * this.#amount);
    this.#atMs = nowMs;
  }
}
