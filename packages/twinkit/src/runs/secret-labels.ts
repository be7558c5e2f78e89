import type { SecretLabel } from "../world/scrub.ts";

/** Secrets of one world of one run that are told apart; those beyond it have no number. */
const SECRETS_MAX = 10_000;

/**
 * Numbers the secrets of a world in the order of their appearance: `REDACTED-1`, `REDACTED-2`. A recording then says
 * where the same secret was used again, and nothing of what it was.
 */
export function secretLabels(): SecretLabel {
  const numbers = new Map<string, number>();
  return (secret) => {
    const known = numbers.get(secret);
    if (known !== undefined) return `REDACTED-${known}`;
    if (numbers.size >= SECRETS_MAX) return "REDACTED";
    numbers.set(secret, numbers.size + 1);
    return `REDACTED-${numbers.size}`;
  };
}
