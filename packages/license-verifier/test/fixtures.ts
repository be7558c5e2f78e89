import { generateSigningKey, issueLicense, jwksOf, type LicenseOrder, publicJwkOf } from "../src/index.ts";

/** An instant in the fixtures' present: 2027-01-15T08:00:00Z. */
export const NOW = 1_800_000_000;
export const ISSUER = "https://platform.example";
export const TWIN = "twin-stripe";

export const activeKey = await generateSigningKey();
export const standbyKey = await generateSigningKey();
export const strangerKey = await generateSigningKey();
export const jwks = jwksOf({ active: publicJwkOf(activeKey), standby: publicJwkOf(standbyKey) });

export type OrderChanges = Partial<Omit<LicenseOrder, "ttlSeconds" | "ttlDays">> & { ttlSeconds?: number };

export function order({ ttlSeconds = 86_400, ...changes }: OrderChanges = {}): LicenseOrder {
  return {
    key: activeKey,
    issuer: ISSUER,
    account: "acct_1",
    twins: [TWIN],
    plan: "team",
    kind: "ci",
    jti: "lic_1",
    nowSeconds: NOW,
    ...changes,
    ttlSeconds,
  };
}

export async function tokenOf(changes: OrderChanges = {}): Promise<string> {
  return (await issueLicense(order(changes))).token;
}

/** What a twin would pass, one second into the licence. */
export const options = { jwks, issuer: ISSUER, audience: TWIN, nowSeconds: NOW + 1 };
