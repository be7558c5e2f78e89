import type { PublicJwk } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { LicenseError } from "./license-error.ts";
import { describeIssue } from "./schema-issue.ts";

/** An Ed25519 key that signs licences. Printing it shows no secret: the private part stays in `privateKey`. */
export interface SigningKey {
  /** RFC 7638 thumbprint of the public key (SHA-256, base64url). */
  readonly kid: string;
  /** The public key, 32 bytes in base64url. */
  readonly x: string;
  readonly privateKey: CryptoKey;
}

const KEY_BYTES_BASE64URL = /^[A-Za-z0-9_-]{43}$/;

const PrivateJwk = v.object({
  kty: v.literal("OKP"),
  crv: v.literal("Ed25519"),
  x: v.pipe(v.string(), v.regex(KEY_BYTES_BASE64URL, "must be 32 bytes in base64url")),
  d: v.pipe(v.string(), v.regex(KEY_BYTES_BASE64URL, "must be 32 bytes in base64url")),
  kid: v.string(),
});

/** Makes a new Ed25519 key pair from the system's randomness. */
export async function generateSigningKey(): Promise<SigningKey> {
  const { generateKeyPair } = await import("jose/key/generate/keypair");
  const { exportJWK } = await import("jose/key/export");
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
  const { x } = await exportJWK(publicKey);
  if (x === undefined) throw new LicenseError("key_invalid", "The generated key has no public part.");
  return { kid: await thumbprintOf(x), x, privateKey };
}

/** The half of a signing key that anyone may see, ready for a key set. */
export function publicJwkOf(key: Pick<SigningKey, "kid" | "x">): PublicJwk {
  return { kty: "OKP", crv: "Ed25519", x: key.x, kid: key.kid, use: "sig", alg: "EdDSA" };
}

/** The private key as JWK text (RFC 8037), to be kept in a file of mode 0600. {@link parseSigningKey} is its inverse. */
export async function serializeSigningKey(key: SigningKey): Promise<string> {
  const { exportJWK } = await import("jose/key/export");
  const { d } = await exportJWK(key.privateKey);
  return JSON.stringify({ ...publicJwkOf(key), d });
}

/**
 * Reads what {@link serializeSigningKey} wrote.
 *
 * @throws {LicenseError} `key_invalid` when the text is no private Ed25519 JWK, when `d` and `x` are not one pair,
 *   or when `kid` is not the thumbprint. The message never holds key material.
 */
export async function parseSigningKey(text: string): Promise<SigningKey> {
  const jwk = parsePrivateJwk(text);
  const { importJWK } = await import("jose/key/import");
  const { kty, crv, x, d } = jwk;
  let privateKey: CryptoKey | Uint8Array;
  try {
    // The import itself refuses a `d` that does not belong to `x`.
    privateKey = await importJWK({ kty, crv, x, d }, "EdDSA", { extractable: true });
  } catch (cause) {
    throw invalidKey("its private and public parts are not one Ed25519 key pair", cause);
  }
  if (privateKey instanceof Uint8Array) throw invalidKey("it is a symmetric key");
  const key: SigningKey = { kid: await thumbprintOf(x), x, privateKey };
  if (key.kid !== jwk.kid) throw invalidKey("its kid is not the RFC 7638 thumbprint of its public part");
  return key;
}

function parsePrivateJwk(text: string): v.InferOutput<typeof PrivateJwk> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is a secret.
    throw invalidKey("it is not JSON");
  }
  const parsed = v.safeParse(PrivateJwk, json);
  if (!parsed.success) throw invalidKey(describeIssue(parsed.issues));
  return parsed.output;
}

async function thumbprintOf(x: string): Promise<string> {
  const { calculateJwkThumbprint } = await import("jose/jwk/thumbprint");
  return calculateJwkThumbprint({ kty: "OKP", crv: "Ed25519", x });
}

function invalidKey(reason: string, cause?: unknown): LicenseError {
  return new LicenseError(
    "key_invalid",
    `The signing key cannot be used: ${reason}. Restore the key file from its backup or make a new key.`,
    { cause },
  );
}
