import { dirname } from "node:path";
import type * as v from "valibot";
import { putInPlace, replaceFile } from "./atomic-write-file.ts";
import type { FileSystem } from "./file-system.ts";
import { encodeBatch, encodeHeader, type JournalContent, readJournal } from "./journal-format.ts";
import type { JsonStore } from "./json-store.ts";
import { type LineLog, openLineLogAt } from "./line-log.ts";
import { PersistError, persistErrorFrom } from "./persist-error.ts";
import { prepareSet, replay, type StoredValue } from "./stored-value.ts";

/** Room kept so that a full store can still delete. */
export const STORE_RESERVE_BYTES = 64 * 1024;

/** Changes that may wait for the disk, in bytes. */
const PENDING_BYTES_MAX = 8 * 1024 * 1024;
/** A file smaller than this is never compacted by itself. */
const COMPACT_FROM_BYTES = 64 * 1024;
/** Compaction by itself starts when the file takes this many times the bytes of its live values. */
const COMPACT_GROWTH = 4;

export interface StoreParts<T> {
  readonly fs: FileSystem;
  readonly path: string;
  readonly schema: v.GenericSchema<unknown, T>;
  readonly schemaVersion: number;
  readonly maxBytes: number;
  /** Called once, when the store is closed. */
  readonly release: () => Promise<void>;
}

interface Change<T> {
  /** The operation as JSON. */
  readonly text: string;
  readonly frees: boolean;
  readonly apply: (values: Map<string, StoredValue<T>>) => void;
  readonly settled: PromiseWithResolvers<void>;
}

/**
 * Opens the store whose file has the given content, over any {@link FileSystem}; makes the file when there is none.
 *
 * @throws {PersistError}
 */
export async function openStoreOn<T>(parts: StoreParts<T>, content: Buffer | undefined): Promise<JsonStore<T>> {
  const { fs, path, schema } = parts;
  const header = `${encodeHeader(parts.schemaVersion)}\n`;
  const journal = readJournal(content ?? Buffer.from(header), path);
  assertVersion(journal, parts);
  const values = replay(schema, path, journal.batches);
  try {
    if (!content) await replaceFile(fs, path, header);
    // A file put in place by a killed process may still lose its name in a power cut; not after this.
    else await fs.syncDirectory(dirname(path));
    const log = await openLineLogAt(fs, path, journal.validLength);
    return new JournaledStore(parts, values, log, journal.batches.length);
  } catch (error) {
    throw persistErrorFrom(error, "open", path);
  }
}

/** The store itself. Changes made while one batch is being written form the next. */
class JournaledStore<T> implements JsonStore<T> {
  readonly #parts: StoreParts<T>;
  readonly #values: Map<string, StoredValue<T>>;
  #log: LineLog;
  #batches: number;
  #pending: Change<T>[] = [];
  #pendingBytes = 0;
  /** Ends when everything queued so far has been done; never rejects. */
  #tail: Promise<void> = Promise.resolve();
  #autoCompactFromBytes = COMPACT_FROM_BYTES;
  #failure: PersistError | undefined;
  #closed: Promise<void> | undefined;

  constructor(parts: StoreParts<T>, values: Map<string, StoredValue<T>>, log: LineLog, batches: number) {
    this.#parts = parts;
    this.#values = values;
    this.#log = log;
    this.#batches = batches;
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: string): T | undefined {
    return this.#values.get(key)?.value;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  keys(): string[] {
    return [...this.#values.keys()];
  }

  values(): T[] {
    return [...this.#values.values()].map(({ value }) => value);
  }

  entries(): [string, T][] {
    return [...this.#values].map(([key, { value }]) => [key, value]);
  }

  async set(key: string, value: T): Promise<void> {
    const { text, stored } = prepareSet(this.#parts.schema, this.#parts.path, key, value);
    return this.#enqueue(text, false, (values) => values.set(key, stored));
  }

  async delete(key: string): Promise<void> {
    return this.#enqueue(JSON.stringify(["delete", key]), true, (values) => values.delete(key));
  }

  async clear(): Promise<void> {
    return this.#enqueue(JSON.stringify(["clear"]), true, (values) => values.clear());
  }

  async compact(): Promise<void> {
    this.#assertUsable();
    return this.#inTurn(() => this.#rewrite());
  }

  flush(): Promise<void> {
    return this.#tail;
  }

  close(): Promise<void> {
    this.#closed ??= this.#tail.then(async () => {
      try {
        await this.#log.close();
      } finally {
        await this.#parts.release();
      }
    });
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #enqueue(text: string, frees: boolean, apply: Change<T>["apply"]): Promise<void> {
    this.#assertUsable();
    const bytes = Buffer.byteLength(text);
    if (this.#pendingBytes + bytes > PENDING_BYTES_MAX) {
      const { path } = this.#parts;
      const waiting = `${this.#pendingBytes} bytes of changes already wait for the disk`;
      throw new PersistError("overloaded", path, `Cannot change ${path}: ${waiting}. Try again when they are written.`);
    }
    const settled = Promise.withResolvers<void>();
    this.#pendingBytes += bytes;
    this.#pending.push({ text, frees, apply, settled });
    if (this.#pending.length === 1) this.#schedule();
    return settled.promise;
  }

  #schedule(): void {
    this.#tail = this.#tail.then(async () => {
      const batch = this.#pending;
      this.#pending = [];
      this.#pendingBytes = 0;
      await this.#writeOrSplit(batch);
      await this.#compactWhenOutdated();
    });
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** One change that does not fit must not take its whole batch down. */
  async #writeOrSplit(batch: readonly Change<T>[]): Promise<void> {
    try {
      await this.#write(batch);
      for (const { settled } of batch) settled.resolve();
    } catch (error) {
      const isTooLarge = error instanceof PersistError && error.code === "too_large";
      if (isTooLarge && batch.length > 1) for (const change of batch) await this.#writeOrSplit([change]);
      else for (const { settled } of batch) settled.reject(error);
    }
  }

  async #write(batch: readonly Change<T>[]): Promise<void> {
    if (this.#failure) throw this.#failure;
    const encode = () =>
      encodeBatch(
        this.#batches + 1,
        batch.map(({ text }) => text),
      );
    const room = this.#parts.maxBytes + (batch.every(({ frees }) => frees) ? STORE_RESERVE_BYTES : 0);
    if (this.#log.size + Buffer.byteLength(encode()) + 1 > room) await this.#rewrite();
    const line = encode();
    if (this.#log.size + Buffer.byteLength(line) + 1 > room) throw this.#full();
    await this.#log.append(line);
    this.#batches += 1;
    for (const { apply } of batch) apply(this.#values);
  }

  async #compactWhenOutdated(): Promise<void> {
    const { size } = this.#log;
    if (this.#failure || size < this.#autoCompactFromBytes) return;
    let liveBytes = 0;
    for (const { bytes } of this.#values.values()) liveBytes += bytes;
    this.#autoCompactFromBytes = Math.max(COMPACT_FROM_BYTES, liveBytes * COMPACT_GROWTH);
    if (size < this.#autoCompactFromBytes) return;
    try {
      await this.#rewrite();
    } catch {
      // The change that led here is safe. A disk that stays full says so at the next change; compaction waits for more.
      this.#autoCompactFromBytes = size * 2;
    }
  }

  async #rewrite(): Promise<void> {
    if (this.#failure) throw this.#failure;
    const { fs, path, schemaVersion } = this.#parts;
    const lines = [encodeHeader(schemaVersion)];
    for (const [key, { value }] of this.#values) {
      lines.push(encodeBatch(lines.length, [JSON.stringify(["set", key, value])]));
    }
    const content = Buffer.from(`${lines.join("\n")}\n`);
    try {
      await putInPlace(fs, path, content);
    } catch (error) {
      throw persistErrorFrom(error, "compact", path);
    }
    await this.#continueOn(content.length, lines.length - 1);
  }

  /** From here on the old file has no name. If the new one cannot be used, nothing more may be written to the old. */
  async #continueOn(length: number, batches: number): Promise<void> {
    const { fs, path } = this.#parts;
    try {
      const log = await openLineLogAt(fs, path, length);
      const outdated = this.#log;
      this.#log = log;
      this.#batches = batches;
      await outdated.close();
      await fs.syncDirectory(dirname(path));
    } catch (error) {
      const { code, message } = persistErrorFrom(error, "compact", path);
      this.#failure = new PersistError(code, path, `${message} Close the store and open it again.`, { cause: error });
      throw this.#failure;
    }
  }

  #assertUsable(): void {
    if (this.#failure) throw this.#failure;
    if (!this.#closed) return;
    const { path } = this.#parts;
    throw new PersistError("closed", path, `Cannot change ${path}: the store was closed. Open it again.`);
  }

  #full(): PersistError {
    const { path, maxBytes } = this.#parts;
    return new PersistError(
      "too_large",
      path,
      `Cannot change ${path}: it would grow beyond ${maxBytes} bytes. Delete something first or raise its limit.`,
    );
  }
}

function assertVersion({ schemaVersion }: JournalContent, parts: StoreParts<unknown>): void {
  if (schemaVersion === parts.schemaVersion) return;
  throw new PersistError(
    "schema_mismatch",
    parts.path,
    `The store ${parts.path} has schema version ${schemaVersion}, this program reads version ${parts.schemaVersion}. Use the program that wrote it, migrate it, or move it away.`,
  );
}
