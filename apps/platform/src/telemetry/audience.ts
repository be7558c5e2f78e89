import type { LicenseClaims, TwinId } from "@twinkit-pro/contracts";

/**
 * Whose telemetry a batch is. The licence's audience decides; the body's `twin` only chooses among several.
 * A name outside of the audience is refused, also where the audience has one twin and the name could be ignored: events
 * of one twin must never be counted under another.
 *
 * @returns undefined where the licence does not cover the twin that the body names
 */
export function identifyTwin(claims: Pick<LicenseClaims, "aud">, claimed: TwinId): TwinId | undefined {
  return claims.aud.find((twin) => twin === claimed);
}
