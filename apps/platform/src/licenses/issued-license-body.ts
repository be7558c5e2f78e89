import { LicenseClaims, LicenseFile } from "@twinkit-pro/contracts";
import * as v from "valibot";

/** Answer to an order: what the licence says, and the file to give to the twin. The token is in the file, shown this once. */
export const IssuedLicenseBody = v.object({ claims: LicenseClaims, license_file: LicenseFile });
export type IssuedLicenseBody = v.InferOutput<typeof IssuedLicenseBody>;
