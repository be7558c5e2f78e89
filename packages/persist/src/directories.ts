import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { nodeFileSystem } from "./file-system.ts";
import { inTurn } from "./path-queue.ts";
import { errnoOf, PersistError, persistErrorFrom } from "./persist-error.ts";

/**
 * Makes a directory and those above it where they do not exist; survives a power cut once the promise resolves.
 * The mode of one that exists is left alone.
 *
 * @throws {PersistError}
 */
export async function ensureDirectory(path: string, { mode = 0o700 }: { mode?: number } = {}): Promise<void> {
  try {
    const made = await makeDirectories(resolve(path), mode);
    // Each new directory is a new name in the one above it.
    for (const directory of made) await nodeFileSystem.syncDirectory(dirname(directory));
  } catch (error) {
    throw persistErrorFrom(error, "create the directory", path);
  }
}

/**
 * Returns the directories it made, the outermost first. Not `mkdir` with `recursive`: that reports a read-only file system and
 * a missing permission as ENOENT.
 */
export async function makeDirectories(path: string, mode: number): Promise<string[]> {
  try {
    return await makeOne(path, mode);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT" || dirname(path) === path) throw error;
  }
  const above = await makeDirectories(dirname(path), mode);
  return [...above, ...(await makeOne(path, mode))];
}

/**
 * Removes a file; survives a power cut once the promise resolves. Takes its turn among the writes to the same path.
 * A symbolic link is removed itself, not what it points at.
 *
 * @returns whether there was one
 * @throws {PersistError}
 */
export async function removeFile(path: string): Promise<boolean> {
  return inTurn(path, async () => {
    try {
      await nodeFileSystem.unlink(path);
      await nodeFileSystem.syncDirectory(dirname(resolve(path)));
      return true;
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return false;
      throw persistErrorFrom(error, "remove", path);
    }
  });
}

async function makeOne(path: string, mode: number): Promise<string[]> {
  try {
    await mkdir(path, { mode });
    return [path];
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return assertDirectory(path);
    throw error;
  }
}

async function assertDirectory(path: string): Promise<never[]> {
  if ((await stat(path)).isDirectory()) return [];
  throw new PersistError(
    "not_a_directory",
    path,
    `Cannot create the directory ${path}: there is a file of that name. Choose another path, or move that file away.`,
  );
}
