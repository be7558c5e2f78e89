import { NumericDate, PublicJwk } from "@twinkit-pro/contracts";
import { parseSigningKey, publicJwkOf, serializeSigningKey, type SigningKey } from "@twinkit-pro/license-verifier";
import { atomicWriteFile, PersistError, readTextBounded } from "@twinkit-pro/persist";
import * as v from "valibot";
import { PlatformError } from "../errors/platform-error.ts";

const KEY_FILE_BYTES_MAX = 64 * 1024;

/** A key that signs no more. It is published until the last licence it signed has ended. */
export const RetiringKey = v.object({ jwk: PublicJwk, until: NumericDate });
export type RetiringKey = v.InferOutput<typeof RetiringKey>;

/** What the file holds. The verifier package checks the private keys themselves. */
const KeyFile = v.object({
  format: v.literal("wt-signing-keys"),
  version: v.literal(1),
  active: v.looseObject({}),
  standby: v.looseObject({}),
  retiring: v.array(RetiringKey),
});

export interface KeySet {
  /** Signs now. */
  readonly active: SigningKey;
  /** Signs after the next rotation; published already. */
  readonly standby: SigningKey;
  readonly retiring: readonly RetiringKey[];
}

/**
 * Reads the signing keys.
 *
 * @returns undefined where there is no file
 * @throws {PlatformError} `signing_keys_unusable`: others may read the file, or its content is damaged
 */
export async function readKeyFile(path: string): Promise<KeySet | undefined> {
  try {
    const text = await readTextBounded(path, { maxBytes: KEY_FILE_BYTES_MAX, ownerOnly: true });
    return await parseKeyFile(text, path);
  } catch (error) {
    if (!(error instanceof PersistError)) throw error;
    if (error.code === "not_found") return undefined;
    throw new PlatformError("signing_keys_unusable", error.message, { cause: error });
  }
}

/**
 * Writes the signing keys, mode 0600.
 * @param overwrite false: fail when there is a file already
 */
export async function writeKeyFile(path: string, keys: KeySet, { overwrite }: { overwrite: boolean }): Promise<void> {
  const [active, standby] = await Promise.all([serializeSigningKey(keys.active), serializeSigningKey(keys.standby)]);
  const head = `{"format":"wt-signing-keys","version":1`;
  const text = `${head},"active":${active},"standby":${standby},"retiring":${JSON.stringify(keys.retiring)}}\n`;
  await atomicWriteFile(path, text, { mode: 0o600, overwrite });
}

/** A key set as `jwksOf` takes it. */
export function publicMembers({ active, standby }: KeySet) {
  return { active: publicJwkOf(active), standby: publicJwkOf(standby) };
}

async function parseKeyFile(text: string, path: string): Promise<KeySet> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), KeyFile), text);
  if (!parsed.success) {
    // Only the place is told: the issues themselves may quote the file, which holds private keys.
    const where = v.getDotPath(parsed.issues[0]) ?? "the whole file";
    throw new PlatformError(
      "signing_keys_unusable",
      `${path} is no file of signing keys (at fault: ${where}). Restore it from a backup.`,
    );
  }
  const { active, standby, retiring } = parsed.output;
  const [activeKey, standbyKey] = await Promise.all([
    parseSigningKey(JSON.stringify(active)),
    parseSigningKey(JSON.stringify(standby)),
  ]);
  return { active: activeKey, standby: standbyKey, retiring };
}
