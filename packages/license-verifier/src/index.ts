export { NBF_LEEWAY_SECONDS_DEFAULT, type Validity, type ValidityPeriod, validityAt } from "./validity.ts";
export { LicenseError, type LicenseErrorCode } from "./license-error.ts";
export {
  generateSigningKey,
  parseSigningKey,
  publicJwkOf,
  serializeSigningKey,
  type SigningKey,
} from "./signing-key.ts";
export { jwksOf, KEY_SET_KEYS_MAX, type KeySetMembers } from "./key-set.ts";
export {
  type IssuedLicense,
  issueLicense,
  type LicenseOrder,
  MAX_LICENSE_TTL_DAYS,
  MAX_LICENSE_TTL_SECONDS,
  type TimeToLive,
} from "./issue-license.ts";
export { LICENSE_FAILURE_CODES, type LicenseFailure, type LicenseFailureCode } from "./license-failure.ts";
export { LICENSE_TOKEN_CHARACTERS_MAX } from "./compact-token.ts";
export { type LicenseAccepted, type LicenseVerification, verifyLicense, type VerifyOptions } from "./verify-license.ts";
export { CLOCK_ROLLBACK_TOLERANCE_SECONDS, ClockMark, type ClockObservation, observeClock } from "./clock-mark.ts";
export { mergeRevocations } from "./revocations.ts";
export {
  decodeLicenseFile,
  encodeLicenseFile,
  LICENSE_FILE_CHARACTERS_MAX,
  parseLicenseFile,
  type ParsedLicenseFile,
  type VerifyFileOptions,
  verifyLicenseFile,
} from "./license-file.ts";
