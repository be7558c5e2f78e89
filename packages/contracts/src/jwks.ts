import * as v from "valibot";

const Base64Url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/));

/** Public Ed25519 key as RFC 8037 writes it; `wt_status` tells its place in the rotation. */
export const PublicJwk = v.object({
  kty: v.literal("OKP"),
  crv: v.literal("Ed25519"),
  x: Base64Url,
  kid: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
  use: v.optional(v.literal("sig")),
  alg: v.optional(v.literal("EdDSA")),
  wt_status: v.optional(v.picklist(["active", "standby", "retiring"])),
});
export type PublicJwk = v.InferOutput<typeof PublicJwk>;

/** Set of trusted keys (RFC 7517 section 5). */
export const Jwks = v.object({ keys: v.pipe(v.array(PublicJwk), v.minLength(1), v.maxLength(16)) });
export type Jwks = v.InferOutput<typeof Jwks>;
