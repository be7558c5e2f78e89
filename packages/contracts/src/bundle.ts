import * as v from "valibot";
import { Jwks } from "./jwks.ts";
import { Sha256, Timestamp, Version } from "./primitives.ts";
import { RevocationList } from "./revocation-list.ts";

/**
 * What a licence file on disk holds: everything needed to verify the licence with no network.
 * `jwks` includes the pre-published standby key.
 */
export const LicenseFile = v.object({
  format: v.literal("wt-license"),
  version: v.literal(1),
  token: v.pipe(v.string(), v.maxLength(16_384)),
  jwks: Jwks,
  revocations: v.optional(RevocationList),
});
export type LicenseFile = v.InferOutput<typeof LicenseFile>;

/** A renewed licence. `license_file` is the base64 of a `LicenseFile` as JSON. */
export const LicenseBundle = v.object({
  license_file: v.pipe(v.string(), v.base64()),
  license_issued_at: Timestamp,
  license_not_after: Timestamp,
});
export type LicenseBundle = v.InferOutput<typeof LicenseBundle>;

/** What an install hands out: where the twin is, its checksum, and the licence that goes with it. */
export const InstallBundle = v.object({
  binary_url: v.pipe(v.string(), v.url()),
  binary_sha256: Sha256,
  binary_version: Version,
  ...LicenseBundle.entries,
});
export type InstallBundle = v.InferOutput<typeof InstallBundle>;
