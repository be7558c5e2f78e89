import { createRandom } from "../random.ts";
import { isWithin, type StatusRange } from "./status-range.ts";

/** When a vendor tries again what was not accepted. Waits run on the world's clock. */
export interface RetrySchedule {
  /**
   * Waits between attempts, in milliseconds: the first attempt is immediate, and after the last wait comes the last
   * attempt. An empty list is one attempt and no more.
   */
  readonly delaysMs: readonly number[];
  /** By which share of itself a wait may be shorter or longer, from 0 to 1; drawn from the world's seed. @default 0 */
  readonly jitter?: number;
  /** Answers after which the vendor does not try again. @default none */
  readonly stopOn?: readonly StatusRange[];
}

export interface FailedAttempt {
  /** Attempts made so far, this one included. */
  readonly attempts: number;
  /** Null where no answer came. */
  readonly status: number | null;
  /** Fixes the jitter: the same text gives the same wait. */
  readonly seed: string;
}

/** How long the vendor waits after a failed attempt; null where that was the last one. */
export function retryDelayMs(
  { delaysMs, jitter = 0, stopOn = [] }: RetrySchedule,
  failed: FailedAttempt,
): number | null {
  const delayMs = delaysMs[failed.attempts - 1];
  if (delayMs === undefined || (failed.status !== null && isWithin(failed.status, stopOn))) return null;
  if (jitter === 0) return delayMs;
  const share = 1 + jitter * (createRandom(`${failed.seed}/${failed.attempts}`).next() * 2 - 1);
  return Math.round(delayMs * share);
}
