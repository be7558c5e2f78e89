import { parseRetryAfter } from "./retry-after.ts";

const RETRIED_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]);
const DELAY_FIRST_MS = 250;
const DELAY_MAX_MS = 8_000;

export interface RetryFacts {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Retries already made. */
  readonly attempt: number;
  readonly nowMs: number;
  /** In [0, 1). */
  readonly random: number;
}

/** Whether sending the request twice is the same as sending it once (RFC 9110 section 9.2.2), unless the caller knows better. */
export function isIdempotent(method: string, declared: boolean | undefined): boolean {
  return declared ?? IDEMPOTENT_METHODS.has(method);
}

/**
 * How long to wait before the next attempt, in milliseconds: never less than `Retry-After`, else doubling with jitter.
 * @returns null where the status is an answer and not a plea to come back.
 */
export function retryDelayMs(facts: RetryFacts): number | null {
  if (!RETRIED_STATUSES.has(facts.status)) return null;
  const asked = parseRetryAfter(facts.retryAfter, facts.nowMs);
  if (asked !== null) return asked;
  const ceilingMs = Math.min(DELAY_MAX_MS, DELAY_FIRST_MS * 2 ** facts.attempt);
  return Math.round(ceilingMs * (0.5 + facts.random / 2));
}
