import { lstat, realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type FileSystem, nodeFileSystem, type WritableFile } from "./file-system.ts";
import { inTurn } from "./path-queue.ts";
import { errnoOf, PersistError, persistErrorFrom } from "./persist-error.ts";
import { sweepTemporaries, temporaryName } from "./temporary-files.ts";

export interface AtomicWriteOptions {
  /** Permissions of the file, whatever the umask and whatever the file had before. @default 0o600 */
  readonly mode?: number | undefined;
  /** `false`: fail with `already_exists` instead of replacing a file. Atomic across processes. @default true */
  readonly overwrite?: boolean | undefined;
  /**
   * What to do when `path` itself is a symbolic link. `refuse` fails with `symlink_refused`, so that nobody who can plant a link
   * chooses what is written and no user's link is silently replaced; `follow` replaces the file it points at, in that file's
   * directory. Links in the directories above are always followed.
   * @default "refuse"
   */
  readonly symlink?: "refuse" | "follow" | undefined;
}

/** Content that comes in pieces, for files that are too large for one string. What its iteration throws ends the write, as cause. */
export type FileChunks = AsyncIterable<string | Uint8Array>;

/**
 * Replaces the content of a file whole. Whoever reads sees the old content or the new, never a mixture and never nothing, also when
 * this process is killed or the power fails on the way. When the promise resolves, the new content survives both.
 *
 * Calls for one path in this process take effect in the order they were made. Among processes the last rename wins.
 * `data` must not change until the promise settles. On failure the old content is untouched and no temporary file remains.
 *
 * @throws {PersistError}
 */
export async function atomicWriteFile(
  path: string,
  data: string | Uint8Array | FileChunks,
  options: AtomicWriteOptions = {},
): Promise<void> {
  await inTurn(path, async () => {
    const target = await targetOf(path, options.symlink ?? "refuse");
    await sweepOnce(dirname(target));
    await replaceFile(nodeFileSystem, target, data, options);
  });
}

/** The whole write over any {@link FileSystem}: {@link putInPlace}, then fsync of the directory. */
export async function replaceFile(
  fs: FileSystem,
  path: string,
  data: string | Uint8Array | FileChunks,
  options: Pick<AtomicWriteOptions, "mode" | "overwrite"> = {},
): Promise<void> {
  try {
    await putInPlace(fs, path, data, options);
    await fs.syncDirectory(dirname(path));
  } catch (error) {
    throw persistErrorFrom(error, "write", path);
  }
}

/**
 * Temporary file beside the target, fsync, then rename or link. When this fails, the target is as it was; when it succeeds,
 * everybody sees the new content, but a power cut may still bring the old name back until the directory is synced.
 */
export async function putInPlace(
  fs: FileSystem,
  path: string,
  data: string | Uint8Array | FileChunks,
  { mode = 0o600, overwrite = true }: Pick<AtomicWriteOptions, "mode" | "overwrite"> = {},
): Promise<void> {
  const temporary = join(dirname(path), temporaryName());
  const file = await fs.create(temporary, mode);
  try {
    await fill(file, data, mode);
    if (overwrite) await fs.rename(temporary, path);
    else await fs.link(temporary, path);
  } catch (error) {
    await discard(fs, temporary);
    throw error;
  }
  if (!overwrite) await discard(fs, temporary);
}

async function fill(file: WritableFile, data: string | Uint8Array | FileChunks, mode: number): Promise<void> {
  try {
    // The umask may have taken permissions away from the mode given at creation.
    await file.chmod(mode);
    for await (const chunk of isWhole(data) ? [data] : data) {
      await file.write(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

function isWhole(data: string | Uint8Array | FileChunks): data is string | Uint8Array {
  return typeof data === "string" || data instanceof Uint8Array;
}

/** A temporary file that cannot be removed now is left to the sweep; what led here matters more. */
async function discard(fs: FileSystem, temporary: string): Promise<void> {
  try {
    await fs.unlink(temporary);
  } catch {
    return;
  }
}

async function targetOf(path: string, symlink: "refuse" | "follow"): Promise<string> {
  const absolute = resolve(path);
  try {
    if (!(await lstat(absolute)).isSymbolicLink()) return absolute;
    if (symlink === "follow") return await realpath(absolute);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return absolute;
    throw persistErrorFrom(error, "write", path);
  }
  throw new PersistError(
    "symlink_refused",
    path,
    `Cannot write ${path}: it is a symbolic link, which the write would replace. Give the path of the file itself.`,
  );
}

const sweptDirectories = new Set<string>();
const SWEPT_DIRECTORIES_MAX = 1_024;

/** Each process clears away what crashed writers left when it first writes into a directory. */
async function sweepOnce(directory: string): Promise<void> {
  if (sweptDirectories.has(directory)) return;
  if (sweptDirectories.size >= SWEPT_DIRECTORIES_MAX) sweptDirectories.clear();
  sweptDirectories.add(directory);
  try {
    await sweepTemporaries(directory);
  } catch {
    // Tidying must not stop the write. If the directory is the trouble, the write says so itself.
    return;
  }
}
