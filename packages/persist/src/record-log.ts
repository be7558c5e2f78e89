import { constants, ftruncateSync, writeSync } from "node:fs";
import * as fsp from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { nodeFileSystem } from "./file-system.ts";
import { lengthOfWholeLines } from "./line-log.ts";
import { PersistError, persistErrorFrom } from "./persist-error.ts";

/** A power cut loses at most the lines of the last so many milliseconds. */
export const RECORD_LOG_SYNC_MS = 200;

export interface RecordLogOptions {
  /** `new` makes the file and fails with `already_exists` where there is one; `append` needs it to exist. */
  readonly open: "new" | "append";
  /** How much of an existing file is kept, where its reader knows of less than whole lines. @default its whole lines */
  readonly keepBytes?: number | undefined;
  /** A power cut loses at most the lines of the last so many milliseconds. @default {@link RECORD_LOG_SYNC_MS} */
  readonly syncMs?: number | undefined;
  /** Permissions of a new file. @default 0o600 */
  readonly mode?: number | undefined;
  /** Longest the file may grow; a line beyond it fails with `too_large` and writes nothing. @default unlimited */
  readonly maxBytes?: number | undefined;
}

/**
 * A file of lines for what must be kept as it happens by code that cannot wait. `write` hands its line to the system before it
 * returns, so a process that is killed loses none of its lines; the disk gets them within {@link RECORD_LOG_SYNC_MS}.
 * One process at a time: hold a lock.
 */
export interface RecordLog extends AsyncDisposable {
  readonly path: string;
  /** Bytes of whole lines. */
  readonly size: number;
  /**
   * Adds a line. When it fails, nothing of the line is in the file.
   * @throws {PersistError}, and `TypeError` when the text holds a line break
   */
  write(line: string): void;
  /** Resolves when all lines are on the disk. */
  sync(): Promise<void>;
  /** Syncs, then closes. */
  close(): Promise<void>;
}

/** Opens a log. A last line without its line break is what a crash left of an unfinished write: it is cut off. */
export async function openRecordLog(path: string, options: RecordLogOptions): Promise<RecordLog> {
  const { mode = 0o600, keepBytes = Number.POSITIVE_INFINITY } = options;
  try {
    const isNew = options.open === "new";
    const flags = constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
    const length = isNew ? 0 : Math.min(keepBytes, (await lengthOfWholeLines(path)) ?? 0);
    const file = await fsp.open(path, isNew ? flags | constants.O_CREAT | constants.O_EXCL : flags, mode);
    try {
      await file.truncate(length);
      await file.sync();
      if (isNew) await nodeFileSystem.syncDirectory(dirname(resolve(path)));
      return new FileRecordLog(path, file, length, options);
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    throw persistErrorFrom(error, "open", path);
  }
}

/** Exported for tests, which give it files that refuse what they are told. */
export class FileRecordLog implements RecordLog {
  readonly path: string;
  readonly #file: fsp.FileHandle;
  readonly #maxBytes: number;
  readonly #syncMs: number;
  #size: number;
  /** Whether the disk may lack lines. */
  #isDirty = false;
  #timer: NodeJS.Timeout | undefined;
  #syncing: Promise<void> | undefined;
  #failure: PersistError | undefined;
  #closed: Promise<void> | undefined;

  constructor(
    path: string,
    file: fsp.FileHandle,
    size: number,
    { maxBytes = Number.POSITIVE_INFINITY, syncMs = RECORD_LOG_SYNC_MS }: Partial<RecordLogOptions> = {},
  ) {
    this.path = path;
    this.#file = file;
    this.#size = size;
    this.#maxBytes = maxBytes;
    this.#syncMs = syncMs;
  }

  get size(): number {
    return this.#size;
  }

  write(line: string): void {
    if (line.includes("\n")) throw new TypeError("A line of a log cannot hold a line break.");
    if (this.#closed) {
      throw new PersistError("closed", this.path, `Cannot write to ${this.path}: it was closed. Open it again.`);
    }
    if (this.#failure) throw this.#failure;
    const bytes = Buffer.from(`${line}\n`);
    if (this.#size + bytes.length > this.#maxBytes) {
      const problem = `it would grow beyond ${this.#maxBytes} bytes. Start a new file or raise the limit.`;
      throw new PersistError("too_large", this.path, `Cannot write to ${this.path}: ${problem}`);
    }
    this.#writeWhole(bytes);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // What the disk refuses is told to the next caller.
      this.sync().catch(() => undefined);
    }, this.#syncMs).unref();
  }

  async sync(): Promise<void> {
    // One after the other: a sync that runs already may have begun before the last line.
    while (this.#syncing) await this.#syncing.catch(() => undefined);
    if (this.#failure) throw this.#failure;
    if (!this.#isDirty) return;
    this.#isDirty = false;
    this.#syncing = this.#file.datasync().finally(() => {
      this.#syncing = undefined;
    });
    try {
      await this.#syncing;
    } catch (error) {
      // After a failed fsync the system may have dropped the bytes and report success the next time.
      throw this.#fail(error);
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      if (!this.#failure) await this.sync();
    } finally {
      await this.#file.close();
    }
  }

  #writeWhole(bytes: Buffer): void {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#file.fd, bytes, written);
      this.#size += bytes.length;
      this.#isDirty = true;
    } catch (error) {
      this.#undo(written);
      throw persistErrorFrom(error, "write to", this.path);
    }
  }

  #undo(written: number): void {
    if (written === 0) return;
    try {
      ftruncateSync(this.#file.fd, this.#size);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(cause: unknown): PersistError {
    const { code, message } = persistErrorFrom(cause, "write to", this.path);
    const advice = "Nothing more is written until it is opened again.";
    this.#failure = new PersistError(code, this.path, `${message} ${advice}`, { cause });
    return this.#failure;
  }
}
