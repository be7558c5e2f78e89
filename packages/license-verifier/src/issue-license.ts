import { LicenseClaims, type LicenseKind } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { LicenseError } from "./license-error.ts";
import { describeIssue } from "./schema-issue.ts";
import type { SigningKey } from "./signing-key.ts";

/** The longest a licence may live. A tripwire test fails when this or its check changes. */
export const MAX_LICENSE_TTL_DAYS = 7;

/** {@link MAX_LICENSE_TTL_DAYS} in seconds. */
export const MAX_LICENSE_TTL_SECONDS = MAX_LICENSE_TTL_DAYS * 86_400;

/** How long a licence lives: whole seconds, or days, which may be fractions such as 0.5. */
export type TimeToLive =
  | { readonly ttlSeconds: number; readonly ttlDays?: undefined }
  | { readonly ttlDays: number; readonly ttlSeconds?: undefined };

export type LicenseOrder = TimeToLive & {
  readonly key: SigningKey;
  /** `iss`: who issues, the URL of the platform. */
  readonly issuer: string;
  /** `sub`: the account the licence is for. */
  readonly account: string;
  /** `aud`: twin ids, `twin-<vendor>`. */
  readonly twins: readonly string[];
  readonly plan: string;
  readonly kind: LicenseKind;
  /** Becomes `iat` and `nbf`. Whole seconds since the Unix epoch. */
  readonly nowSeconds: number;
  /** Unique id of the licence, by which it can be revoked. */
  readonly jti: string;
};

export interface IssuedLicense {
  /** The signed licence, a compact JWS. */
  readonly token: string;
  readonly claims: LicenseClaims;
}

/**
 * Signs a licence that starts now and lives for the given time.
 *
 * @throws {LicenseError} `ttl_above_maximum`, `ttl_invalid`, `clock_invalid` or `claims_invalid`; nothing is signed then.
 */
export async function issueLicense(order: LicenseOrder): Promise<IssuedLicense> {
  const ttlSeconds = ttlSecondsOf(order);
  const claims = claimsOf(order, ttlSeconds);
  const { SignJWT } = await import("jose/jwt/sign");
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT", kid: order.key.kid })
    .sign(order.key.privateKey);
  return { token, claims };
}

function ttlSecondsOf(ttl: TimeToLive): number {
  const seconds = ttl.ttlSeconds ?? ttl.ttlDays * 86_400;
  const asked = ttl.ttlSeconds === undefined ? `${ttl.ttlDays} days` : `${ttl.ttlSeconds} s`;
  if (seconds > MAX_LICENSE_TTL_SECONDS) {
    throw new LicenseError(
      "ttl_above_maximum",
      `A licence lives for at most ${MAX_LICENSE_TTL_DAYS} days (${MAX_LICENSE_TTL_SECONDS} s), asked was ${asked}. Ask for less and renew it.`,
    );
  }
  const whole = ttl.ttlSeconds ?? Math.round(seconds);
  if (!Number.isSafeInteger(whole) || whole < 1) {
    throw new LicenseError(
      "ttl_invalid",
      `The time to live must be a whole number of seconds of at least 1, asked was ${asked}.`,
    );
  }
  return whole;
}

function claimsOf(order: LicenseOrder, ttlSeconds: number): LicenseClaims {
  const { nowSeconds } = order;
  if (!Number.isSafeInteger(nowSeconds) || nowSeconds < 0 || !Number.isSafeInteger(nowSeconds + ttlSeconds)) {
    throw new LicenseError(
      "clock_invalid",
      `The time of issue must be whole seconds since the Unix epoch, given was ${nowSeconds}.`,
    );
  }
  const parsed = v.safeParse(LicenseClaims, {
    iss: order.issuer,
    sub: order.account,
    aud: [...new Set(order.twins)],
    jti: order.jti,
    iat: nowSeconds,
    nbf: nowSeconds,
    exp: nowSeconds + ttlSeconds,
    plan: order.plan,
    kind: order.kind,
  });
  if (parsed.success) return parsed.output;
  throw new LicenseError("claims_invalid", `The licence cannot be issued. ${describeIssue(parsed.issues)}.`);
}
