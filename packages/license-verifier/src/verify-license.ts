import { type Jwks, LicenseClaims, type RevocationList } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { type ClockMark, type ClockObservation, observeClock } from "./clock-mark.ts";
import { readTokenHeader } from "./compact-token.ts";
import { type LicenseFailure, licenseFailure } from "./license-failure.ts";
import { isRevoked } from "./revocations.ts";
import { describeIssue } from "./schema-issue.ts";
import { findTrustedSigner, LICENSE_ALGORITHM } from "./trusted-signer.ts";
import { NBF_LEEWAY_SECONDS_DEFAULT, validityAt } from "./validity.ts";

export interface VerifyOptions {
  /** The trusted keys. Every one is tried. */
  readonly jwks: Jwks;
  /** The `iss` a licence must have. */
  readonly issuer: string;
  /** The twin that must be covered (`twin-<vendor>`), or `"any"` to leave that to the caller, who reads `claims.aud`. */
  readonly audience: string;
  /** This machine's clock, seconds since the Unix epoch; fractions allowed. */
  readonly nowSeconds: number;
  /** Tolerance for `nbf` and `iat`. @default NBF_LEEWAY_SECONDS_DEFAULT */
  readonly leewaySeconds?: number | undefined;
  readonly revocations?: RevocationList | undefined;
  /** Highest clock reading of earlier runs, `null` when there is none yet. Left out: the clock is not watched. */
  readonly lastSeen?: ClockMark | null | undefined;
}

export interface LicenseAccepted {
  readonly ok: true;
  readonly claims: LicenseClaims;
  /** The key that signed. */
  readonly kid: string;
}

/** `lastSeen`: the mark to keep, present when the clock was watched and the signature good. */
export type LicenseVerification = (LicenseAccepted | LicenseFailure) & { readonly lastSeen?: ClockMark };

/**
 * Verifies a licence offline. Bad tokens never throw: they are answered with one of the closed failure codes.
 * Claims are read only after the signature was found good, and checked in this order:
 * issuer, audience, revocation, clock, validity.
 *
 * @throws {TypeError} when `nowSeconds` or `leewaySeconds` is no usable number: the caller's mistake, not the token's.
 */
export async function verifyLicense(token: string, options: VerifyOptions): Promise<LicenseVerification> {
  assertUsableTimes(options);
  const header = readTokenHeader(token);
  if ("defect" in header) return licenseFailure("malformed", `The licence ${header.defect}.`);
  if (header.alg !== LICENSE_ALGORITHM) {
    return licenseFailure("unsupported_algorithm", `The licence names the algorithm ${quote(header.alg)}.`);
  }
  // RFC 7515 section 4.1.11: an extension marked critical and not understood makes the token invalid. None is defined here.
  if (header.isCritical)
    return licenseFailure("malformed", "The licence demands extensions (`crit`) that do not exist.");
  const signer = await findTrustedSigner(token, options.jwks);
  if (!signer.found) return explainUnsigned(header.kid, signer.usableKids);
  const claims = parseClaims(signer.payload);
  if ("defect" in claims) {
    return licenseFailure("malformed", `The licence has claims that cannot be read: ${claims.defect}.`, {
      kid: signer.kid,
    });
  }
  return judgeClaims(claims, signer.kid, options);
}

function judgeClaims(claims: LicenseClaims, kid: string, options: VerifyOptions): LicenseVerification {
  const { nowSeconds, audience, lastSeen } = options;
  const refuse = (code: LicenseFailure["code"], what: string) => licenseFailure(code, what, { kid, claims });
  if (claims.iss !== options.issuer) {
    return refuse(
      "wrong_issuer",
      `The licence was issued by ${quote(claims.iss)}, expected was ${quote(options.issuer)}.`,
    );
  }
  const clock = lastSeen === undefined ? undefined : observeClock(lastSeen ?? undefined, nowSeconds, claims.iat);
  const watched = clock ? { lastSeen: clock.mark } : {};
  if (audience !== "any" && !claims.aud.includes(audience)) {
    const what = `The licence covers ${claims.aud.join(", ")}, not ${quote(audience)}.`;
    return { ...refuse("wrong_audience", what), ...watched };
  }
  if (isRevoked(options.revocations, claims.jti)) {
    return { ...refuse("revoked", `The licence ${quote(claims.jti)} was revoked.`), ...watched };
  }
  const untimely = judgeTime(claims, clock, options);
  if (untimely) return { ...refuse(...untimely), ...watched };
  return { ok: true, claims, kid, ...watched };
}

function judgeTime(
  claims: LicenseClaims,
  clock: ClockObservation | undefined,
  { nowSeconds, leewaySeconds = NBF_LEEWAY_SECONDS_DEFAULT }: VerifyOptions,
): [LicenseFailure["code"], string] | undefined {
  if (clock && clock.rolledBackBySeconds > 0) {
    const what = `The clock says ${instant(nowSeconds)}, but it was already seen at ${instant(clock.mark.seen_at)}.`;
    return ["clock_rolled_back", what];
  }
  const begins = Math.max(claims.nbf, claims.iat);
  switch (validityAt({ nbf: begins, exp: claims.exp }, nowSeconds, leewaySeconds)) {
    case "valid":
      return undefined;
    case "not_yet_valid":
      return ["not_yet_valid", `The licence begins at ${instant(begins)}, the clock says ${instant(nowSeconds)}.`];
    case "expired":
      return ["expired", `The licence ended at ${instant(claims.exp)}, the clock says ${instant(nowSeconds)}.`];
  }
}

/** A `kid` we know and a signature that does not fit is a forgery; one we do not know may be a key newer than our set. */
function explainUnsigned(kid: string | undefined, usableKids: readonly string[]): LicenseFailure {
  if (kid !== undefined && !usableKids.includes(kid)) {
    return licenseFailure(
      "stale_key_set",
      `The licence says it was signed by the key ${quote(kid)}, which is not among the trusted keys.`,
    );
  }
  return licenseFailure("invalid_signature", "No trusted key signed this licence.");
}

function parseClaims(payload: Uint8Array): LicenseClaims | { readonly defect: string } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return { defect: "they are not JSON" };
  }
  const parsed = v.safeParse(LicenseClaims, json);
  return parsed.success ? parsed.output : { defect: describeIssue(parsed.issues) };
}

function assertUsableTimes({ nowSeconds, leewaySeconds = 0 }: VerifyOptions): void {
  if (!Number.isFinite(nowSeconds)) throw new TypeError(`nowSeconds must be a finite number, given was ${nowSeconds}.`);
  if (!Number.isFinite(leewaySeconds) || leewaySeconds < 0) {
    throw new TypeError(`leewaySeconds must be a number of at least 0, given was ${leewaySeconds}.`);
  }
}

function instant(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds} since 1970` : date.toISOString();
}

/** Text from a token, short and with control characters escaped, so that it can be logged. */
function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
