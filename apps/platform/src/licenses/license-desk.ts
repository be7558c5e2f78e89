import { randomUUID } from "node:crypto";
import { issueLicense } from "@twinkit-pro/license-verifier";
import type { Database } from "../database/database.ts";
import type { KeyRing } from "../signing-keys/key-ring.ts";
import type { IssuedLicense } from "@twinkit-pro/contracts";
import type { LicenseOrderBody } from "./license-order.ts";
import { recordLicense } from "./license-store.ts";
import { revocationList } from "./revocation-store.ts";

export interface LicenseDesk {
  readonly db: Database;
  readonly keys: KeyRing;
  readonly issuer: string;
  readonly now: () => Date;
}

/**
 * Signs a licence for an account and records it. When the promise resolves, the record is committed.
 *
 * @throws {LicenseError} `ttl_above_maximum`, `ttl_invalid`, `claims_invalid`; nothing is recorded then.
 */
export async function issueAndRecord(
  { db, keys, issuer, now }: LicenseDesk,
  account: string,
  order: LicenseOrderBody,
): Promise<IssuedLicense> {
  const at = now();
  const [key, jwks] = await Promise.all([keys.active(), keys.jwks()]);
  const { token, claims } = await issueLicense({
    key,
    issuer,
    account,
    twins: order.twins,
    plan: order.plan,
    kind: order.kind,
    ttlDays: order.ttl_days,
    nowSeconds: Math.floor(at.getTime() / 1_000),
    jti: `lic_${randomUUID()}`,
  });
  await recordLicense(db, claims, key.kid, at);
  const revocations = await revocationList(db, at);
  return { claims, license_file: { format: "wt-license", version: 1, token, jwks, revocations } };
}
