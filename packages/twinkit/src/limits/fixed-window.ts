import type { Meter, MeterState, Reading } from "./meter.ts";

export interface FixedWindowData {
  readonly kind: "fixed_window";
  readonly limit: number;
  /** Milliseconds, or a calendar day or month in UTC. */
  readonly window: number | "day" | "month";
  /**
   * Where windows of milliseconds begin: `epoch` at multiples of their length, `first` with the first request.
   * @default "epoch"
   */
  readonly anchor?: "epoch" | "first";
}

/** Counts per window; all of it comes back when the window ends. */
export class FixedWindow implements Meter {
  readonly #data: FixedWindowData;
  #startMs = 0;
  #endMs = 0;
  #count = 0;

  constructor(data: FixedWindowData, nowMs: number, state?: MeterState) {
    this.#data = data;
    if (state === undefined) this.#begin(nowMs);
    else [this.#startMs = 0, this.#endMs = 0, this.#count = 0] = state;
  }

  fits(cost: number, nowMs: number): boolean {
    this.#roll(nowMs);
    return this.#count + cost <= this.#data.limit;
  }

  charge(cost: number, nowMs: number): void {
    this.#roll(nowMs);
    this.#count += cost;
  }

  correct(difference: number, chargedMs: number, nowMs: number): void {
    this.#roll(nowMs);
    if (chargedMs >= this.#startMs && chargedMs < this.#endMs) this.#count = Math.max(0, this.#count + difference);
  }

  release(): void {}

  reading(nowMs: number, wanted: number): Reading {
    this.#roll(nowMs);
    const { limit } = this.#data;
    const used = Math.min(limit, this.#count);
    const retryAfterMs = this.#count + wanted <= limit ? 0 : this.#endMs - nowMs;
    return { limit, remaining: Math.max(0, Math.floor(limit - used)), used, resetMs: this.#endMs, retryAfterMs };
  }

  idle(nowMs: number): boolean {
    this.#roll(nowMs);
    return this.#count === 0;
  }

  state(): MeterState {
    return [this.#startMs, this.#endMs, this.#count];
  }

  /** A window that nobody used yet has no beginning of its own where the first request sets it. */
  #roll(nowMs: number): void {
    const unused = this.#count === 0 && this.#data.anchor === "first";
    if (nowMs < this.#startMs || nowMs >= this.#endMs || unused) this.#begin(nowMs);
  }

  #begin(nowMs: number): void {
    const { window, anchor } = this.#data;
    this.#count = 0;
    if (typeof window === "number") {
      this.#startMs = anchor === "first" ? nowMs : Math.floor(nowMs / window) * window;
      this.#endMs = this.#startMs + window;
      return;
    }
    const at = new Date(nowMs);
    const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
    this.#startMs = window === "day" ? Date.UTC(year, month, day) : Date.UTC(year, month, 1);
    this.#endMs = window === "day" ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1);
  }
}
