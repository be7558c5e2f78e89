import { generateSigningKey, MAX_LICENSE_TTL_SECONDS, publicJwkOf, validityAt } from "@twinkit-pro/license-verifier";
import type { KeySet, RetiringKey } from "./key-file.ts";

/** A running server signs with the old key until it next looks at the file; this is far longer than that takes. */
const HANDOVER_SECONDS = 3_600;

/** A first key set: one key that signs, and one published ahead. */
export async function newKeySet(): Promise<KeySet> {
  const [active, standby] = await Promise.all([generateSigningKey(), generateSigningKey()]);
  return { active, standby, retiring: [] };
}

/** The standby key becomes active, the active key retires, a new standby is made, and keys that retired long ago are dropped. */
export async function rotateKeySet(keys: KeySet, nowSeconds: number): Promise<KeySet> {
  const until = nowSeconds + MAX_LICENSE_TTL_SECONDS + HANDOVER_SECONDS;
  return {
    active: keys.standby,
    standby: await generateSigningKey(),
    retiring: [{ jwk: publicJwkOf(keys.active), until }, ...stillRetiring(keys.retiring, nowSeconds)],
  };
}

/** Keys under which a licence may still be valid. */
export function stillRetiring(retiring: readonly RetiringKey[], nowSeconds: number): RetiringKey[] {
  return retiring.filter(({ until }) => validityAt({ nbf: 0, exp: until }, nowSeconds) === "valid");
}
