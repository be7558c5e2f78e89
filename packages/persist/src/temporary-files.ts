import { randomBytes } from "node:crypto";
import { opendir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { errnoOf, persistErrorFrom } from "./persist-error.ts";
import { currentProcess, identityFromText, identityToText, livenessOf } from "./process-identity.ts";

/** Age after which a temporary file is swept whoever wrote it. Longer than any one file takes to write. */
export const STALE_TEMPORARY_AGE_MS = 60 * 60 * 1000;

const TEMPORARY_NAME = /^\.wt-([0-9a-f]{8}-\d+-\d+)-[0-9a-f]{16}\.tmp$/;

/** A name that no other writer uses, and that tells the sweep whose it is. */
export function temporaryName(): string {
  return `.wt-${identityToText(currentProcess())}-${randomBytes(8).toString("hex")}.tmp`;
}

/**
 * Removes temporary files in `directory` whose writer is dead, or that are older than {@link STALE_TEMPORARY_AGE_MS}.
 * Leaves those of running writers, and every file of another name.
 *
 * @returns how many files were removed
 * @throws {PersistError} when the directory cannot be read or a stale file not be removed
 */
export async function sweepTemporaries(directory: string): Promise<number> {
  let removed = 0;
  try {
    for await (const entry of await opendir(directory)) {
      const [, owner] = TEMPORARY_NAME.exec(entry.name) ?? [];
      if (owner === undefined || !entry.isFile()) continue;
      const path = join(directory, entry.name);
      if (await isStale(path, owner)) removed += await unlinkIfThere(path);
    }
  } catch (error) {
    throw persistErrorFrom(error, "sweep", directory);
  }
  return removed;
}

async function isStale(path: string, owner: string): Promise<boolean> {
  const identity = identityFromText(owner);
  if (identity && livenessOf(identity) === "dead") return true;
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_TEMPORARY_AGE_MS;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** A writer may finish, or another sweep be faster, between looking and removing. */
async function unlinkIfThere(path: string): Promise<number> {
  try {
    await unlink(path);
    return 1;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return 0;
    throw error;
  }
}
