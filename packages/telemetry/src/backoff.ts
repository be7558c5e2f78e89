const DELAY_FIRST_MS = 500;
const DELAY_MAX_MS = 60_000;
const RETRY_AFTER_MAX_MS = 600_000;

/**
 * The wait after a failed attempt in milliseconds: doubling with jitter, and never less than the collector asked for.
 * @param failures Attempts of this batch that have failed, at least 1.
 * @param random In [0, 1).
 */
export function backoffMs(failures: number, retryAfterMs: number | null, random: number): number {
  const ceilingMs = Math.min(DELAY_MAX_MS, DELAY_FIRST_MS * 2 ** (failures - 1));
  const ownMs = Math.round(ceilingMs * (0.5 + random / 2));
  return Math.max(ownMs, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_MS));
}
