import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { PersistError, persistErrorFrom } from "./persist-error.ts";

export interface ReadOptions {
  /** Longest content that is read. */
  readonly maxBytes: number;
  /** Refuse with `permissions_too_open` when group or others have any permission: for secrets. @default false */
  readonly ownerOnly?: boolean | undefined;
}

/**
 * Reads a regular file of at most `maxBytes`.
 *
 * @throws {PersistError} `not_found`, `not_a_file`, `too_large`, `permissions_too_open`, `permission_denied`
 */
export async function readFileBounded(path: string, options: ReadOptions): Promise<Buffer> {
  try {
    // Without O_NONBLOCK, opening a pipe waits for its writer forever.
    await using handle = await fs.open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (!stats.isFile()) {
      throw new PersistError(
        "not_a_file",
        path,
        `Cannot read ${path}: it is not a regular file. Choose a regular file.`,
      );
    }
    if (options.ownerOnly) assertOwnerOnly(path, stats.mode);
    return await readAtMost(handle, path, options.maxBytes);
  } catch (error) {
    throw persistErrorFrom(error, "read", path);
  }
}

/** {@link readFileBounded} as UTF-8 text; bytes that are none are `corrupt`. */
export async function readTextBounded(path: string, options: ReadOptions): Promise<string> {
  const bytes = await readFileBounded(path, options);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PersistError("corrupt", path, `Cannot read ${path}: it is not UTF-8 text. Restore it from a backup.`, {
      cause,
    });
  }
}

/** {@link readFileBounded}, with `undefined` for a file that does not exist. */
export async function readFileIfExists(path: string, options: ReadOptions): Promise<Buffer | undefined> {
  try {
    return await readFileBounded(path, options);
  } catch (error) {
    if (error instanceof PersistError && error.code === "not_found") return undefined;
    throw error;
  }
}

/** {@link readTextBounded}, with `undefined` for a file that does not exist. */
export async function readTextIfExists(path: string, options: ReadOptions): Promise<string | undefined> {
  try {
    return await readTextBounded(path, options);
  } catch (error) {
    if (error instanceof PersistError && error.code === "not_found") return undefined;
    throw error;
  }
}

function assertOwnerOnly(path: string, mode: number): void {
  // Windows keeps no such bits.
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  throw new PersistError(
    "permissions_too_open",
    path,
    `Refused to read ${path}: it holds a secret and others may access it (mode ${(mode & 0o777).toString(8)}). Run: chmod 600 ${path}`,
  );
}

const READ_CHUNK_BYTES = 64 * 1024;

/** Trusts no stated size: a file may grow while it is read. */
async function readAtMost(handle: fs.FileHandle, path: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(READ_CHUNK_BYTES);
    const { bytesRead } = await handle.read(chunk, 0, READ_CHUNK_BYTES, null);
    if (bytesRead === 0) return Buffer.concat(chunks, total);
    total += bytesRead;
    if (total > maxBytes) {
      throw new PersistError(
        "too_large",
        path,
        `Refused to read ${path}: it has more than the ${maxBytes} bytes allowed. Check that it is the right file.`,
      );
    }
    chunks.push(chunk.subarray(0, bytesRead));
  }
}
