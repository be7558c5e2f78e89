import type { Meter, Reading } from "./meter.ts";

export interface ConcurrencyData {
  readonly kind: "concurrency";
  /** Most requests at once. */
  readonly limit: number;
}

/** Counts requests that are not answered yet. They end with the process, so nothing of it is exported. */
export class Concurrency implements Meter {
  readonly #limit: number;
  #active = 0;

  constructor({ limit }: ConcurrencyData) {
    this.#limit = limit;
  }

  fits(cost: number): boolean {
    return this.#active + cost <= this.#limit;
  }

  charge(cost: number): void {
    this.#active += cost;
  }

  correct(difference: number): void {
    this.#active = Math.max(0, this.#active + difference);
  }

  release(cost: number): void {
    this.#active = Math.max(0, this.#active - cost);
  }

  reading(nowMs: number): Reading {
    const used = Math.min(this.#limit, this.#active);
    return { limit: this.#limit, remaining: this.#limit - used, used, resetMs: nowMs, retryAfterMs: 0 };
  }

  idle(): boolean {
    return this.#active === 0;
  }

  state(): null {
    return null;
  }
}
