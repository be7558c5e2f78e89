import type { Jwks, PublicJwk } from "@twinkit-pro/contracts";
import { LicenseError } from "./license-error.ts";

/** As many keys as the `Jwks` contract allows. */
export const KEY_SET_KEYS_MAX = 16;

export interface KeySetMembers {
  /** The key that signs now. */
  readonly active: PublicJwk;
  /** The key that will sign next; published ahead so that licences signed by it verify offline at once. */
  readonly standby?: PublicJwk | undefined;
  /** Keys that sign no more, kept until the last licence they signed has ended. */
  readonly retiring?: readonly PublicJwk[] | undefined;
}

/**
 * The key set to publish and to put into licence files: active, standby, then retiring keys.
 *
 * @throws {LicenseError} `key_set_invalid` when a key appears twice or there are more than {@link KEY_SET_KEYS_MAX}.
 */
export function jwksOf({ active, standby, retiring = [] }: KeySetMembers): Jwks {
  const keys = [
    { ...active, wt_status: "active" as const },
    ...(standby ? [{ ...standby, wt_status: "standby" as const }] : []),
    ...retiring.map((key) => ({ ...key, wt_status: "retiring" as const })),
  ];
  const repeated = keys.find((key, index) => keys.findIndex((other) => other.kid === key.kid) !== index);
  if (repeated) {
    throw new LicenseError(
      "key_set_invalid",
      `The key ${repeated.kid} is in the key set twice. A key is active, standby or retiring, never two of them.`,
    );
  }
  if (keys.length > KEY_SET_KEYS_MAX) {
    throw new LicenseError(
      "key_set_invalid",
      `The key set has ${keys.length} keys, at most ${KEY_SET_KEYS_MAX} are allowed. Remove retiring keys whose licences have ended.`,
    );
  }
  return { keys };
}
