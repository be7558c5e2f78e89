/** How a world begins a run, and where a reset leads while the run goes on. */
export interface RunBeginning {
  readonly seed: number;
  /** Instant at which the clock stands still; null leaves the clock as a reset does. */
  readonly atMs: number | null;
}
