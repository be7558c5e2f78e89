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
    const absolute = resolve(path);
    const first = await mkdir(absolute, { recursive: true, mode });
    if (first === undefined) return await assertDirectory(path);
    // Each new directory is a new name in the one above it.
    for (let above = dirname(absolute); above !== dirname(dirname(first)); above = dirname(above)) {
      await nodeFileSystem.syncDirectory(above);
    }
  } catch (error) {
    // mkdir says EEXIST when the last part of the path is a file.
    if (errnoOf(error) === "EEXIST") throw notADirectory(path, error);
    throw persistErrorFrom(error, "create the directory", path);
  }
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

async function assertDirectory(path: string): Promise<void> {
  if (!(await stat(path)).isDirectory()) throw notADirectory(path);
}

function notADirectory(path: string, cause?: unknown): PersistError {
  return new PersistError(
    "not_a_directory",
    path,
    `Cannot create the directory ${path}: there is a file of that name. Choose another path, or move that file away.`,
    { cause },
  );
}
