import { createHash } from "node:crypto";

/** Hexadecimal digits of the fingerprint in an account id. */
const FINGERPRINT_DIGITS = 20;

/** The account a secret key belongs to. It names the account where the key must not appear. */
export function accountIdOf(secretKey: string): string {
  const digest = createHash("sha256").update(`stripe-account:${secretKey}`).digest("hex");
  return `acct_1${digest.slice(0, FINGERPRINT_DIGITS)}`;
}
