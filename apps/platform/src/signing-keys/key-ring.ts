import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Jwks } from "@twinkit-pro/contracts";
import { jwksOf, type SigningKey } from "@twinkit-pro/license-verifier";
import { ensureDirectory, PersistError } from "@twinkit-pro/persist";
import { PlatformError } from "../errors/platform-error.ts";
import { type KeySet, publicMembers, readKeyFile, writeKeyFile } from "./key-file.ts";
import { newKeySet, stillRetiring } from "./rotation.ts";

/** The signing keys of a running platform. */
export interface KeyRing {
  /** The key that signs licences now. */
  active(): Promise<SigningKey>;
  /** Active, standby and retiring keys, for publication and for licence files. */
  jwks(): Promise<Jwks>;
}

export interface KeyRingOptions {
  readonly path: string;
  /** Make keys where there are none; otherwise that is an error. */
  readonly createMissing: boolean;
  readonly nowSeconds: () => number;
}

/**
 * Opens the keys in a file. A rotation by another process is seen at the next use.
 *
 * @throws {PlatformError} `signing_keys_unusable`
 */
export async function openKeyRing({ path, createMissing, nowSeconds }: KeyRingOptions): Promise<KeyRing> {
  if (createMissing) await createKeysIfMissing(path);
  let known = { mark: await markOf(path), keys: await requireKeys(path) };
  const current = async (): Promise<KeySet> => {
    const mark = await markOf(path);
    if (mark !== known.mark) known = { mark, keys: await requireKeys(path) };
    return known.keys;
  };
  return {
    active: async () => (await current()).active,
    jwks: async () => {
      const keys = await current();
      return jwksOf({
        ...publicMembers(keys),
        retiring: stillRetiring(keys.retiring, nowSeconds()).map(({ jwk }) => jwk),
      });
    },
  };
}

/** @returns whether keys were made */
export async function createKeysIfMissing(path: string): Promise<boolean> {
  if (await readKeyFile(path)) return false;
  await ensureDirectory(dirname(path));
  try {
    await writeKeyFile(path, await newKeySet(), { overwrite: false });
    return true;
  } catch (error) {
    // Another process made them in the meantime.
    if (error instanceof PersistError && error.code === "already_exists") return false;
    throw error;
  }
}

/** @throws {PlatformError} `signing_keys_unusable`, also where there is no file */
export async function requireKeys(path: string): Promise<KeySet> {
  const keys = await readKeyFile(path);
  if (keys) return keys;
  throw new PlatformError(
    "signing_keys_unusable",
    `There are no signing keys at ${path}. Make them with: wt-platform keys init`,
  );
}

/** Changes whenever the file is replaced. */
async function markOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino}-${size}-${mtimeNs}`;
  } catch {
    return "absent";
  }
}
