import type { LicenseClaims } from "@twinkit-pro/contracts";

/** Every reason for which a licence is refused. */
export const LICENSE_FAILURE_CODES = [
  "malformed",
  "unsupported_algorithm",
  "invalid_signature",
  "stale_key_set",
  "wrong_issuer",
  "wrong_audience",
  "not_yet_valid",
  "expired",
  "revoked",
  "clock_rolled_back",
] as const;
export type LicenseFailureCode = (typeof LICENSE_FAILURE_CODES)[number];

export interface LicenseFailure {
  readonly ok: false;
  readonly code: LicenseFailureCode;
  /** What happened and what to do, in sentences that may be shown to a person. */
  readonly message: string;
  /** Key that signed, where the signature was good. */
  readonly kid?: string | undefined;
  /** The claims, where the signature was good; so that a caller can say which licence it refused. */
  readonly claims?: LicenseClaims | undefined;
}

const ADVICE: Record<LicenseFailureCode, string> = {
  malformed: "Fetch the licence again; if it was copied by hand, copy the whole of it.",
  unsupported_algorithm: "Licences are signed with EdDSA (Ed25519) only. Fetch the licence again from your platform.",
  invalid_signature: "It was altered or forged. Fetch the licence again from your platform.",
  stale_key_set: "Refresh the licence file: it brings the platform's current keys.",
  wrong_issuer: "Fetch the licence from the platform that this installation is set up for.",
  wrong_audience: "Add the twin to your plan, or use a licence that covers it.",
  not_yet_valid: "Check this machine's clock; if it is right, wait until the licence begins.",
  expired: "Refresh the licence to start again; what is running is not cut off.",
  revoked: "Ask the owner of the account why, and fetch a new licence.",
  clock_rolled_back: "Set this machine's clock right, or refresh the licence if the clock is right now.",
};

/** A failure whose message is what happened followed by the advice for its code. */
export function licenseFailure(
  code: LicenseFailureCode,
  whatHappened: string,
  details: Pick<LicenseFailure, "kid" | "claims"> = {},
): LicenseFailure {
  return { ok: false, code, message: `${whatHappened} ${ADVICE[code]}`, ...details };
}
