/** Where a bucket stands at an instant, all times in milliseconds. */
export interface Reading {
  readonly limit: number;
  /** What is left, never below 0, in whole units. */
  readonly remaining: number;
  readonly used: number;
  /** The instant at which everything is available again, since the epoch. */
  readonly resetMs: number;
  /** How long until the wanted cost fits; 0 where it fits now, and where no clock decides it (concurrency). */
  readonly retryAfterMs: number;
}

/** Plain data of a meter, for snapshots and export: `[level, at]`, `[start, end, count]`, `[at, cost, at, cost, …]`. */
export type MeterState = readonly number[];

/** One bucket of a rate limit. Times are whole milliseconds of the world's clock, which may also be set back. */
export interface Meter {
  fits(cost: number, nowMs: number): boolean;
  charge(cost: number, nowMs: number): void;
  /** Corrects a charge made at `chargedMs` by a difference, as when the real cost is known: below 0 gives back. */
  correct(difference: number, chargedMs: number, nowMs: number): void;
  /** Gives back what only lasts as long as the request. */
  release(cost: number): void;
  reading(nowMs: number, wanted: number): Reading;
  /** Whether the bucket is as good as new, so that it can be forgotten. */
  idle(nowMs: number): boolean;
  /** Null where nothing outlives the process. */
  state(): MeterState | null;
}
