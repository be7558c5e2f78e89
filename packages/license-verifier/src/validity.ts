/** How far ahead of this clock `nbf` and `iat` may lie, in seconds. Never applied to `exp`. */
export const NBF_LEEWAY_SECONDS_DEFAULT = 300;

/** The period in which a licence counts, in seconds since the Unix epoch. `exp` is exclusive. */
export interface ValidityPeriod {
  readonly nbf: number;
  readonly exp: number;
}

export type Validity = "not_yet_valid" | "valid" | "expired";

/**
 * Where `nowSeconds` lies relative to a licence's period: valid while `nbf <= now < exp`.
 * The only comparison of a clock with an expiry; a clock that is not a number is never valid.
 *
 * @param leewaySeconds Tolerance for a slow clock, applied to `nbf` alone. @default 0
 * @see RFC 7519 sections 4.1.4 (`exp`: "on or after which the JWT MUST NOT be accepted") and 4.1.5 (`nbf`)
 */
export function validityAt(period: ValidityPeriod, nowSeconds: number, leewaySeconds = 0): Validity {
  if (!(nowSeconds < period.exp)) return "expired";
  if (!(nowSeconds >= period.nbf - leewaySeconds)) return "not_yet_valid";
  return "valid";
}
