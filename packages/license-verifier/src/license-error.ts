/**
 * Why a licence could not be issued or a key not be used. Switch on these, not on messages.
 *
 * - `ttl_above_maximum`: more than `MAX_LICENSE_TTL_DAYS`.
 * - `ttl_invalid`: not a positive number of whole seconds.
 * - `clock_invalid`: the given time is not a whole number of seconds since the epoch.
 * - `claims_invalid`: issuer, account, twins, plan, kind or jti is malformed; the message names the field.
 * - `key_invalid`: not an Ed25519 private key that matches its own `x` and `kid`.
 * - `key_set_invalid`: the same key twice, or too many keys.
 */
export type LicenseErrorCode =
  | "ttl_above_maximum"
  | "ttl_invalid"
  | "clock_invalid"
  | "claims_invalid"
  | "key_invalid"
  | "key_set_invalid";

/** Thrown by issuing and key handling, never by verification, which answers with a result. */
export class LicenseError extends Error {
  override readonly name = "LicenseError";
  readonly code: LicenseErrorCode;

  constructor(code: LicenseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
