import { LICENSE_ISSUER_DEFAULT } from "@twinkit-pro/contracts";
import { generateSigningKey, issueLicense, jwksOf, publicJwkOf } from "@twinkit-pro/license-verifier";

/** Text of a licence file for these twins that lives for one day. */
export async function licenseFile(twins: string[], issuedDaysAgo = 0): Promise<string> {
  const key = await generateSigningKey();
  const nowSeconds = Math.floor(Date.now() / 1_000) - issuedDaysAgo * 86_400;
  const order = { key, issuer: LICENSE_ISSUER_DEFAULT, account: "a", plan: "pro", kind: "ci", jti: "j" } as const;
  const { token } = await issueLicense({ ...order, twins, ttlDays: 1, nowSeconds });
  return JSON.stringify({ format: "wt-license", version: 1, token, jwks: jwksOf({ active: publicJwkOf(key) }) });
}
