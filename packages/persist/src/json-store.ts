import { dirname, resolve } from "node:path";
import type * as v from "valibot";
import { ensureDirectory } from "./directories.ts";
import { nodeFileSystem } from "./file-system.ts";
import { acquireLock } from "./lock.ts";
import { readFileIfExists } from "./read-file.ts";
import { openStoreOn, STORE_RESERVE_BYTES } from "./journaled-store.ts";
import { sweepTemporaries } from "./temporary-files.ts";
import { persistErrorFrom } from "./persist-error.ts";

/** Largest a store file grows unless the caller says otherwise. */
export const JSON_STORE_BYTES_MAX_DEFAULT = 64 * 1024 * 1024;

export interface JsonStoreOptions<T> {
  /** The file. Its directory is made, and `<path>.lock` beside it, where needed. */
  readonly path: string;
  /** Shape of every value, checked when written and when read. Describes JSON: its output is stored as it is, without transforms. */
  readonly schema: v.GenericSchema<unknown, T>;
  /** Counted up by the owner when the shape changes; a file of another version is `schema_mismatch`. @default 1 */
  readonly schemaVersion?: number | undefined;
  /** Largest the file may grow, after compaction. @default JSON_STORE_BYTES_MAX_DEFAULT */
  readonly maxBytes?: number | undefined;
  /** How long to wait for another process that has the store open. @default 0 */
  readonly waitMs?: number | undefined;
}

/**
 * A map from text to JSON values, held in memory and journaled to one file. One process at a time.
 *
 * Durability: when `set`, `delete` or `clear` resolves, the change is on the disk (one fsync, shared by changes made at the same
 * time). After a crash every resolved change is there; of those not resolved, a prefix in the order of the calls.
 * `get` and the iterators show what is on the disk. Values are frozen.
 */
export interface JsonStore<T> extends AsyncDisposable {
  readonly size: number;
  get(key: string): T | undefined;
  has(key: string): boolean;
  /** In the order in which keys were first set. The three take a picture: later changes do not show in it. */
  keys(): string[];
  values(): T[];
  entries(): [string, T][];
  /** @throws {PersistError} `schema_mismatch`, `too_large`, `disk_full`, …; nothing is changed then. */
  set(key: string, value: T): Promise<void>;
  /** Removing what is not there is no error. */
  delete(key: string): Promise<void>;
  clear(): Promise<void>;
  /** Rewrites the file to hold each live value once. Happens by itself when most of the file is outdated. */
  compact(): Promise<void>;
  /** Waits until every change made so far is on the disk or has failed. */
  flush(): Promise<void>;
  /** Waits for every change, closes the file and gives the lock up. */
  close(): Promise<void>;
}

/**
 * Opens a store, or makes an empty one.
 *
 * @throws {PersistError} `locked` when another process has it open, `corrupt` naming the line, `schema_mismatch` naming the key
 */
export async function openJsonStore<T>(options: JsonStoreOptions<T>): Promise<JsonStore<T>> {
  const path = resolve(options.path);
  const { schema, schemaVersion = 1, maxBytes = JSON_STORE_BYTES_MAX_DEFAULT, waitMs } = options;
  await ensureDirectory(dirname(path));
  const lock = await acquireLock(`${path}.lock`, { waitMs });
  try {
    await sweepTemporaries(dirname(path));
    const content = await readFileIfExists(path, { maxBytes: maxBytes + STORE_RESERVE_BYTES });
    const release = () => lock.release();
    return await openStoreOn({ fs: nodeFileSystem, path, schema, schemaVersion, maxBytes, release }, content);
  } catch (error) {
    await lock.release();
    throw persistErrorFrom(error, "open", path);
  }
}
