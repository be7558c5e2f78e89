import * as fsp from "node:fs/promises";
import { resolve } from "node:path";
import { type FileSystem, nodeFileSystem, type WritableFile } from "./file-system.ts";
import { errnoOf, PersistError, persistErrorFrom } from "./persist-error.ts";
import { replaceFile } from "./atomic-write-file.ts";

/** Bytes that may wait for the disk; beyond it `append` fails with `overloaded` instead of using up memory. */
export const LINE_LOG_PENDING_BYTES_MAX = 16 * 1024 * 1024;

export interface LineLogOptions {
  /** Permissions of a new file. @default 0o600 */
  readonly mode?: number | undefined;
  /** Longest the file may grow; an append beyond it fails with `too_large` and writes nothing. @default unlimited */
  readonly maxBytes?: number | undefined;
}

/**
 * An append-only file of lines. `append` resolves when the line is on the disk (fsync); lines appended at the same time share one.
 * A crash loses or cuts short only lines whose `append` had not resolved, and only at the end. One process at a time: hold a lock.
 */
export interface LineLog extends AsyncDisposable {
  /** Bytes on the disk. */
  readonly size: number;
  /** @throws {PersistError}, and `TypeError` when the text holds a line break */
  append(line: string): Promise<void>;
  /** Waits for every append, then closes. */
  close(): Promise<void>;
}

/** Opens, or makes, a log. A last line without its line break is what a crash left of an unfinished append: it is cut off. */
export async function openLineLog(path: string, { mode = 0o600, maxBytes }: LineLogOptions = {}): Promise<LineLog> {
  try {
    const length = await lengthOfWholeLines(path);
    if (length === undefined) await replaceFile(nodeFileSystem, resolve(path), "", { mode, overwrite: false });
    return await openLineLogAt(nodeFileSystem, path, length ?? 0, maxBytes);
  } catch (error) {
    throw persistErrorFrom(error, "open", path);
  }
}

/**
 * Opens an existing log of which the first `length` bytes are whole lines.
 * The lines that a killed process wrote may not have reached the disk yet: they do before anybody builds on them.
 */
export async function openLineLogAt(
  fs: FileSystem,
  path: string,
  length: number,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<LineLog> {
  const file = await fs.openAppend(path);
  try {
    await file.truncate(length);
    await file.sync();
  } catch (error) {
    await file.close();
    throw error;
  }
  return new FileLineLog(path, file, length, maxBytes);
}

class FileLineLog implements LineLog {
  readonly #path: string;
  readonly #file: WritableFile;
  readonly #maxBytes: number;
  #size: number;
  #pending: Buffer[] = [];
  /** Accepted and not yet on the disk: waiting or being written. */
  #acceptedBytes = 0;
  #tail: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #failure: PersistError | undefined;
  #closed: Promise<void> | undefined;

  constructor(path: string, file: WritableFile, size: number, maxBytes: number) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#size;
  }

  async append(line: string): Promise<void> {
    if (line.includes("\n")) throw new TypeError("A line of a log cannot hold a line break.");
    const bytes = Buffer.from(`${line}\n`);
    this.#refuseWhenUnable(bytes.length);
    this.#pending.push(bytes);
    this.#acceptedBytes += bytes.length;
    if (!this.#next) {
      this.#next = this.#tail.then(() => this.#commit());
      this.#tail = this.#next.catch(() => undefined);
    }
    return this.#next;
  }

  close(): Promise<void> {
    this.#closed ??= this.#tail.then(() => this.#file.close());
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #refuseWhenUnable(bytes: number): void {
    const path = this.#path;
    if (this.#closed) throw new PersistError("closed", path, `Cannot append to ${path}: it was closed. Open it again.`);
    if (this.#failure) throw this.#failure;
    if (this.#size + this.#acceptedBytes + bytes > this.#maxBytes) {
      throw new PersistError(
        "too_large",
        path,
        `Cannot append to ${path}: it would grow beyond ${this.#maxBytes} bytes. Start a new file or raise the limit.`,
      );
    }
    if (this.#acceptedBytes + bytes > LINE_LOG_PENDING_BYTES_MAX) {
      throw new PersistError(
        "overloaded",
        path,
        `Cannot append to ${path}: ${this.#acceptedBytes} bytes already wait for the disk. Try again when they are written.`,
      );
    }
  }

  async #commit(): Promise<void> {
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#next = undefined;
    try {
      await this.#write(bytes);
      this.#size += bytes.length;
    } finally {
      this.#acceptedBytes -= bytes.length;
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#failure) throw this.#failure;
    try {
      await this.#file.write(bytes);
    } catch (error) {
      await this.#undoPartialWrite();
      throw persistErrorFrom(error, "append to", this.#path);
    }
    try {
      await this.#file.sync();
    } catch (error) {
      // After a failed fsync the system may have dropped the bytes and report success the next time.
      throw this.#fail(error);
    }
  }

  async #undoPartialWrite(): Promise<void> {
    try {
      await this.#file.truncate(this.#size);
      await this.#file.sync();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(cause: unknown): PersistError {
    const { code, message } = persistErrorFrom(cause, "append to", this.#path);
    this.#failure = new PersistError(code, this.#path, `${message} Nothing more is written until it is opened again.`, {
      cause,
    });
    return this.#failure;
  }
}

const SCAN_CHUNK_BYTES = 64 * 1024;

/** Length up to and with the last line break, or undefined when there is no file. Looks from the end. */
export async function lengthOfWholeLines(path: string): Promise<number | undefined> {
  let handle: fsp.FileHandle;
  try {
    handle = await fsp.open(path, "r");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
  await using file = handle;
  let end = (await file.stat()).size;
  const chunk = Buffer.alloc(SCAN_CHUNK_BYTES);
  while (end > 0) {
    const start = Math.max(0, end - SCAN_CHUNK_BYTES);
    const { bytesRead } = await file.read(chunk, 0, end - start, start);
    const lineBreak = chunk.subarray(0, bytesRead).lastIndexOf("\n");
    if (lineBreak >= 0) return start + lineBreak + 1;
    end = start;
  }
  return 0;
}
