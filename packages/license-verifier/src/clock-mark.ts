import { NumericDate } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { MAX_LICENSE_TTL_SECONDS } from "./issue-license.ts";

/**
 * How far the clock may fall behind the mark before that counts as rolled back, in seconds.
 * Wide enough for time synchronisation and a daylight-saving mistake; it is also the most that turning a clock back can gain.
 */
export const CLOCK_ROLLBACK_TOLERANCE_SECONDS = 3_600;

/** The latest time that this machine's clock was seen at. Kept on disk between runs. */
export const ClockMark = v.object({
  /** Highest clock reading believed so far, seconds since the Unix epoch. */
  seen_at: NumericDate,
  /** Latest `iat` of a licence whose signature was good: the issuer's clock, which this machine cannot set. */
  license_iat: NumericDate,
});
export type ClockMark = v.InferOutput<typeof ClockMark>;

export interface ClockObservation {
  /** What to keep for the next observation. */
  readonly mark: ClockMark;
  /** Seconds by which the clock lies behind the mark, when beyond the tolerance; otherwise 0. */
  readonly rolledBackBySeconds: number;
}

/**
 * Compares the clock with the high-water mark and moves the mark. Needs a licence whose signature was verified, because
 * only the issuer's time can tell a clock that was turned back from one that was wrong before:
 *
 * - A licence issued later than any seen before proves that the issuer's clock stood at its `iat`. A mark beyond that was set
 *   by a wrong clock and falls back to it: **a refreshed licence heals at once**.
 * - The mark never lies beyond the newest `iat` plus the longest life of a licence: a clock that once said 2099 cannot lock
 *   anybody out for longer than the licence would have lived, and a later mark would say no more than that it has ended.
 * - When time passes the mark again, the mark moves on with it.
 *
 * The mark deters; who may write files can delete it.
 */
export function observeClock(mark: ClockMark | undefined, nowSeconds: number, licenseIat: number): ClockObservation {
  const newestIat = Math.max(mark?.license_iat ?? 0, licenseIat);
  const believed = believedSeenAt(mark, licenseIat, newestIat);
  const rolledBackBySeconds = believed - nowSeconds > CLOCK_ROLLBACK_TOLERANCE_SECONDS ? believed - nowSeconds : 0;
  const seenAt = Math.min(Math.max(believed, Math.floor(nowSeconds)), newestIat + MAX_LICENSE_TTL_SECONDS);
  return { mark: { seen_at: seenAt, license_iat: newestIat }, rolledBackBySeconds };
}

function believedSeenAt(mark: ClockMark | undefined, licenseIat: number, newestIat: number): number {
  if (!mark) return 0;
  const isNewEvidence = licenseIat > mark.license_iat;
  return Math.min(mark.seen_at, isNewEvidence ? licenseIat : newestIat + MAX_LICENSE_TTL_SECONDS);
}
