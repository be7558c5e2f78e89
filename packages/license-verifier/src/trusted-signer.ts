import type { Jwks, PublicJwk } from "@twinkit-pro/contracts";

/** The one algorithm of licences: RFC 8037 `EdDSA` with Ed25519. */
export const LICENSE_ALGORITHM = "EdDSA";

export type SignerSearch =
  | { readonly found: true; readonly kid: string; readonly payload: Uint8Array }
  /** `usableKids`: the keys that could be tried; a key that cannot be imported is none. */
  | { readonly found: false; readonly usableKids: readonly string[] };

/** Tries every trusted key; the header's `kid` takes no part in it. */
export async function findTrustedSigner(token: string, jwks: Jwks): Promise<SignerSearch> {
  const { compactVerify } = await import("jose/jws/compact/verify");
  const usableKids: string[] = [];
  for (const jwk of jwks.keys) {
    const key = await importPublicKey(jwk);
    if (!key) continue;
    usableKids.push(jwk.kid);
    try {
      const { payload } = await compactVerify(token, key, { algorithms: [LICENSE_ALGORITHM] });
      return { found: true, kid: jwk.kid, payload };
    } catch {
      // Whatever jose refuses, this key did not sign the token; the next one may have.
    }
  }
  return { found: false, usableKids };
}

async function importPublicKey({ x }: PublicJwk): Promise<CryptoKey | undefined> {
  const { importJWK } = await import("jose/key/import");
  try {
    const key = await importJWK({ kty: "OKP", crv: "Ed25519", x }, LICENSE_ALGORITHM);
    return key instanceof Uint8Array ? undefined : key;
  } catch {
    // A key set from a file may hold anything; a key that is no Ed25519 point signs nothing.
    return undefined;
  }
}
