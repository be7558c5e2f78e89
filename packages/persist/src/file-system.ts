import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import { errnoOf } from "./persist-error.ts";

/** An open file that only grows, or is cut back. */
export interface WritableFile {
  /** Writes all bytes at the end. On failure some of them may have been written. */
  write(bytes: Uint8Array): Promise<void>;
  /** Returns when content and size are on the disk. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  chmod(mode: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The few operations of which every durable write is made. Everything durable goes through this seam, so that tests can stop
 * the process at each single operation and simulate a power cut.
 */
export interface FileSystem {
  /** Makes a new file and opens it; fails with EEXIST when there is one, link or not. */
  create(path: string, mode: number): Promise<WritableFile>;
  /** Opens an existing regular file for appending; fails with ELOOP on a symbolic link. */
  openAppend(path: string): Promise<WritableFile>;
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name; fails with EEXIST when the name is taken. */
  link(existing: string, added: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** Returns when the names in a directory are on the disk. */
  syncDirectory(path: string): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  create: async (path, mode) => writable(await fs.open(path, "wx", mode)),
  openAppend: async (path) =>
    writable(await fs.open(path, constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0))),
  rename: (from, to) => fs.rename(from, to),
  link: (existing, added) => fs.link(existing, added),
  unlink: (path) => fs.unlink(path),
  syncDirectory,
};

function writable(handle: fs.FileHandle): WritableFile {
  return {
    write: (bytes) => handle.appendFile(bytes),
    sync: () => handle.sync(),
    truncate: (length) => handle.truncate(length),
    chmod: (mode) => handle.chmod(mode),
    close: () => handle.close(),
  };
}

/** Errors that say "this system cannot sync a directory", not "the sync failed". */
const CANNOT_SYNC_DIRECTORIES = new Set(["EINVAL", "ENOTSUP", "ENOSYS"]);

async function syncDirectory(path: string): Promise<void> {
  // Windows opens no directories; there the file system's own journal keeps renames.
  if (process.platform === "win32") return;
  await using handle = await fs.open(path, constants.O_RDONLY | (constants.O_DIRECTORY ?? 0));
  try {
    await handle.sync();
  } catch (error) {
    if (!CANNOT_SYNC_DIRECTORIES.has(errnoOf(error) ?? "")) throw error;
  }
}
