import * as v from "valibot";
import { LicenseFile } from "./bundle.ts";
import { LicenseClaims } from "./license-claims.ts";

/** Answer to an order: what the licence says, and the file to give to the twin. The token is in the file, shown this once. */
export const IssuedLicense = v.object({ claims: LicenseClaims, license_file: LicenseFile });
export type IssuedLicense = v.InferOutput<typeof IssuedLicense>;
