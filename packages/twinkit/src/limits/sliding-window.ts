import type { Meter, MeterState, Reading } from "./meter.ts";

export interface SlidingWindowData {
  readonly kind: "sliding_window";
  /** Most within any `windowMs`. */
  readonly limit: number;
  readonly windowMs: number;
}

interface Charge {
  readonly atMs: number;
  cost: number;
}

/** Counts over any period of the window's length: an exact log, which never needs more entries than the limit. */
export class SlidingWindow implements Meter {
  readonly #limit: number;
  readonly #windowMs: number;
  #charges: Charge[];
  #sum: number;

  constructor({ limit, windowMs }: SlidingWindowData, _nowMs: number, state: MeterState = []) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#charges = [];
    for (let at = 0; at + 1 < state.length; at += 2) {
      this.#charges.push({ atMs: state[at] ?? 0, cost: state[at + 1] ?? 0 });
    }
    this.#sum = this.#charges.reduce((sum, { cost }) => sum + cost, 0);
  }

  fits(cost: number, nowMs: number): boolean {
    this.#forget(nowMs);
    return this.#sum + cost <= this.#limit;
  }

  charge(cost: number, nowMs: number): void {
    this.#forget(nowMs);
    if (cost <= 0) return;
    const last = this.#charges.at(-1);
    if (last?.atMs === nowMs) last.cost += cost;
    else this.#charges.push({ atMs: nowMs, cost });
    this.#sum += cost;
    this.#dropNeedless();
  }

  correct(difference: number, chargedMs: number, nowMs: number): void {
    this.#forget(nowMs);
    const charge = this.#charges.find(({ atMs }) => atMs === chargedMs);
    if (charge === undefined) return;
    const cost = Math.max(0, charge.cost + difference);
    this.#sum += cost - charge.cost;
    charge.cost = cost;
  }

  release(): void {}

  reading(nowMs: number, wanted: number): Reading {
    this.#forget(nowMs);
    const used = Math.min(this.#limit, this.#sum);
    const remaining = Math.max(0, Math.floor(this.#limit - used));
    const newest = this.#charges.at(-1);
    const resetMs = newest === undefined ? nowMs : newest.atMs + this.#windowMs;
    return { limit: this.#limit, remaining, used, resetMs, retryAfterMs: this.#msUntilFits(nowMs, wanted) };
  }

  idle(nowMs: number): boolean {
    this.#forget(nowMs);
    return this.#charges.length === 0;
  }

  state(): MeterState {
    return this.#charges.flatMap(({ atMs, cost }) => [atMs, cost]);
  }

  #msUntilFits(nowMs: number, wanted: number): number {
    let sum = this.#sum;
    if (sum + wanted <= this.#limit) return 0;
    for (const { atMs, cost } of this.#charges) {
      sum -= cost;
      if (sum + wanted <= this.#limit) return atMs + this.#windowMs - nowMs;
    }
    return this.#windowMs;
  }

  /** What left the window, and what lies in the future since the clock was set back, no longer counts. */
  #forget(nowMs: number): void {
    const begin = nowMs - this.#windowMs;
    let past = 0;
    while (past < this.#charges.length && (this.#charges[past]?.atMs ?? 0) <= begin) past += 1;
    let end = this.#charges.length;
    while (end > past && (this.#charges[end - 1]?.atMs ?? 0) > nowMs) end -= 1;
    if (past === 0 && end === this.#charges.length) return;
    this.#charges = this.#charges.slice(past, end);
    this.#sum = this.#charges.reduce((sum, { cost }) => sum + cost, 0);
  }

  /** Refused requests that count could fill the log: what is older than a full limit decides nothing. */
  #dropNeedless(): void {
    let oldest = this.#charges[0];
    while (oldest !== undefined && this.#sum - oldest.cost >= this.#limit) {
      this.#sum -= oldest.cost;
      this.#charges.shift();
      oldest = this.#charges[0];
    }
  }
}
