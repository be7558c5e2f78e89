import type { LicenseClaims } from "@twinkit-pro/contracts";
import { type LicenseFailure, verifyLicense } from "@twinkit-pro/license-verifier";
import type { Database } from "../database/database.ts";
import { PlatformError } from "../errors/platform-error.ts";
import { readBearer } from "../http/bearer.ts";
import { revocationsOf } from "../licenses/revocation-store.ts";
import type { KeyRing } from "../signing-keys/key-ring.ts";

export interface LicenseGate {
  readonly db: Database;
  readonly keys: KeyRing;
  readonly issuer: string;
  readonly now: () => Date;
}

/**
 * The claims of the licence that an emitter presents.
 *
 * @throws {PlatformError} `unauthenticated` without a licence, else the verifier's code, each 401
 */
export async function authenticateLicense(
  { db, keys, issuer, now }: LicenseGate,
  authorization: string | undefined,
): Promise<LicenseClaims> {
  const token = readBearer(authorization);
  if (token === undefined) {
    const message = "Telemetry is sent with the twin's licence as `Authorization: Bearer <licence token>`.";
    throw new PlatformError("unauthenticated", message, { headers: { "www-authenticate": "Bearer" } });
  }
  const at = now();
  const options = { jwks: await keys.jwks(), issuer, audience: "any", nowSeconds: at.getTime() / 1_000 };
  const verified = await verifyLicense(token, options);
  if (!verified.ok) throw refusal(verified);
  // Asked for only now that the licence is known to be ours: a stranger's token costs no query.
  const revocations = await revocationsOf(db, verified.claims.jti, at);
  if (revocations.revoked.length === 0) return verified.claims;
  const withdrawn = await verifyLicense(token, { ...options, revocations });
  if (!withdrawn.ok) throw refusal(withdrawn);
  return withdrawn.claims;
}

function refusal({ code, message }: LicenseFailure): PlatformError {
  return new PlatformError(code, message, { headers: { "www-authenticate": `Bearer error="invalid_token"` } });
}
