import * as v from "valibot";
import { AccountId, NumericDate, TwinId } from "./primitives.ts";

/** `iss` of licences of a platform that nobody named; one that others reach sets its own (`WT_ISSUER`). */
export const LICENSE_ISSUER_DEFAULT = "wondertwin-local";

export const LicenseKind = v.picklist(["trial", "subscription", "ci"]);
export type LicenseKind = v.InferOutput<typeof LicenseKind>;

/**
 * Claims of a licence token (RFC 7519). `exp` is exclusive: the licence is valid while `nbf <= now < exp`.
 */
export const LicenseClaims = v.object({
  iss: v.pipe(v.string(), v.nonEmpty()),
  /** The account the licence was issued to. */
  sub: AccountId,
  /** The twins the licence covers. */
  aud: v.pipe(v.array(TwinId), v.minLength(1), v.maxLength(64)),
  jti: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
  iat: NumericDate,
  nbf: NumericDate,
  exp: NumericDate,
  plan: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
  kind: LicenseKind,
});
export type LicenseClaims = v.InferOutput<typeof LicenseClaims>;
