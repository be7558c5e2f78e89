import type { RevocationList } from "@twinkit-pro/contracts";

/**
 * The later of two revocation lists, by their own dates. A list never gives way to one of the same date or older,
 * so that a replayed old list cannot bring a revoked licence back.
 */
export function mergeRevocations(current: RevocationList | undefined, incoming: RevocationList): RevocationList;
export function mergeRevocations(
  current: RevocationList | undefined,
  incoming: RevocationList | undefined,
): RevocationList | undefined;
export function mergeRevocations(
  current: RevocationList | undefined,
  incoming: RevocationList | undefined,
): RevocationList | undefined {
  if (!current) return incoming;
  if (!incoming) return current;
  return incoming.issued_at > current.issued_at ? incoming : current;
}

/** Whether a list withdraws the licence `jti`. A listed licence is revoked whatever the date beside it. */
export function isRevoked(revocations: RevocationList | undefined, jti: string): boolean {
  return revocations?.revoked.some((entry) => entry.jti === jti) ?? false;
}
