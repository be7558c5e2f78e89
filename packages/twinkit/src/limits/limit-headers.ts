import { type LimitStatus, tightest } from "./limit-status.ts";

type HeaderFields = Readonly<Record<string, string>>;

/** Whole seconds until a limit is back at full, rounded up. */
export function secondsUntilReset({ resetMs, nowMs }: LimitStatus): number {
  return Math.ceil(Math.max(0, resetMs - nowMs) / 1_000);
}

/** `Retry-After` in seconds (RFC 9110 section 10.2.3), at least 1. */
export function retryAfter({ retryAfterMs }: LimitStatus): HeaderFields {
  return { "retry-after": String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) };
}

export interface CounterHeaderOptions {
  /** @default "x-ratelimit" */
  readonly prefix?: string;
  /** `epoch`: seconds since 1970 at which the limit is back at full; `delta`: seconds until then. @default "epoch" */
  readonly reset?: "epoch" | "delta";
}

/**
 * `X-RateLimit-Limit`, `-Remaining` and `-Reset` of the tightest limit; no standard, yet most vendors have them.
 * Concurrency, which no clock resets, is left out.
 */
export function counterHeaders(statuses: readonly LimitStatus[], options: CounterHeaderOptions = {}): HeaderFields {
  const status = tightest(statuses.filter(({ windowMs }) => windowMs !== null));
  if (status === undefined) return {};
  const { prefix = "x-ratelimit", reset = "epoch" } = options;
  const resetAt = reset === "epoch" ? Math.ceil(status.resetMs / 1_000) : secondsUntilReset(status);
  return {
    [`${prefix}-limit`]: String(status.limit),
    [`${prefix}-remaining`]: String(status.remaining),
    [`${prefix}-reset`]: String(resetAt),
  };
}

/** `RateLimit-Limit`, `-Remaining` and `-Reset` (draft-ietf-httpapi-ratelimit-headers-00 to -07). */
export function rateLimitHeaders(statuses: readonly LimitStatus[]): HeaderFields {
  return counterHeaders(statuses, { prefix: "ratelimit", reset: "delta" });
}

/** `RateLimit-Policy` and `RateLimit`, structured fields of all limits (draft-ietf-httpapi-ratelimit-headers-08 on). */
export function rateLimitFields(statuses: readonly LimitStatus[]): HeaderFields {
  const policies = statuses.map(({ label, limit, windowMs }) =>
    windowMs === null ? `"${label}";q=${limit}` : `"${label}";q=${limit};w=${Math.ceil(windowMs / 1_000)}`,
  );
  const limits = statuses.map((status) => `"${status.label}";r=${status.remaining};t=${secondsUntilReset(status)}`);
  return statuses.length === 0 ? {} : { "ratelimit-policy": policies.join(", "), ratelimit: limits.join(", ") };
}
