import { atomicWriteFile, openRecordLog, PersistError, type RecordLog } from "@twinkit-pro/persist";
import type { TwinTypes } from "../define/twin-types.ts";
import type { World } from "../world/world.ts";
import type { Change } from "./change.ts";
import { linesOf } from "./change-lines.ts";
import { headerLine } from "./data-file.ts";
import type { Place } from "./load-world.ts";
import { basePath, droppedPath, journalPath, listWorldFiles, removeDropped, removeOlder } from "./world-files.ts";
import { WorldTracker } from "./world-tracker.ts";

/** A power cut loses at most what was flushed in the last so many milliseconds; a killed process loses none of it. */
export const SYNC_MS = 1_000;
/** Journals smaller than this are not worth a base. */
export const COMPACT_BYTES_MIN = 4 * 1024 * 1024;
/** So many times its base a journal may grow: more means longer loading, less means writing everything more often. */
const JOURNAL_PER_BASE = 2;
/** How long the writing of many lines works before it lets requests have a turn. */
const TURN_MS_MAX = 5;

export interface StoreOptions {
  readonly directory: string;
  /** Name and version of the twin. */
  readonly twin: string;
  readonly twinVersion: string;
  /** Something changed that nothing else tells of. */
  readonly onChange: () => void;
  /** @default {@link COMPACT_BYTES_MIN} */
  readonly compactBytesMin?: number | undefined;
  /** A base could not be written; the journal goes on. */
  readonly onBaseRefused: (error: unknown) => void;
}

/** Keeps one world on the disk: a base, and a journal of what changed since. */
export class WorldStore<T extends TwinTypes> {
  readonly world: World<T>;
  readonly #options: StoreOptions;
  readonly #tracker: WorldTracker<T>;
  readonly #number: number;
  #generation: number;
  /** The last flush that the files hold. */
  #n: number;
  #log: RecordLog | null = null;
  /** How much of the journal counts when it is opened again; null where there is none yet. */
  #keepBytes: number | null;
  #baseBytes: number;
  /** Of the journals before the present one, back to the base. */
  #olderBytes: number;
  /** Journals of this size together are replaced by a base. */
  #compactAt = 0;
  /** Told by the world, and not in the files yet. */
  #unwritten: readonly Change[] | null = null;
  /** The journal cannot be trusted any more: the next flush writes a base. */
  #needsBase = false;
  #base: Promise<void> | null = null;
  readonly #abort = new AbortController();

  constructor(world: World<T>, place: Place, options: StoreOptions) {
    this.world = world;
    this.#options = options;
    this.#number = place.number;
    this.#generation = place.generation;
    this.#n = place.n;
    this.#keepBytes = place.keepBytes;
    this.#baseBytes = place.baseBytes;
    this.#olderBytes = place.journalBytes - (place.keepBytes ?? 0);
    this.#tracker = new WorldTracker(world, { isKnown: place.n > 0, onChange: options.onChange });
  }

  get hasOpenFile(): boolean {
    return this.#log !== null;
  }

  /**
   * Writes what has changed, all of it or nothing. Resolves when the system has it: a killed process loses none of it.
   * @throws PersistError; what could not be written is kept and written by the next call
   */
  async flush(): Promise<void> {
    if (this.#needsBase || this.#tracker.isOverrun) return this.#startAnew();
    // Taken in the same turn, so that the base is exactly what the journal leads to.
    const isBaseDue = this.#unwritten === null && this.#isBaseDue();
    const changes = (this.#unwritten ??= this.#tracker.take());
    const all = isBaseDue ? this.#tracker.takeAll() : null;
    try {
      if (changes.length > 0) await this.#append(changes);
      this.#unwritten = null;
      if (all !== null) await this.#beginGeneration(all);
    } catch (error) {
      await this.release().catch(() => undefined);
      // A full disk has taken nothing back of what it had. After any other error nobody knows.
      this.#needsBase ||= !(error instanceof PersistError && error.code === "disk_full") || this.#unwritten === null;
      throw error;
    }
  }

  /** Resolves when no base is being written. */
  async rest(): Promise<void> {
    await this.#base;
  }

  /** Closes the file until the next flush. */
  async release(): Promise<void> {
    const log = this.#log;
    this.#log = null;
    try {
      await log?.close();
    } catch (error) {
      this.#needsBase = true;
      throw error;
    }
  }

  /** Ends what runs and closes the file; a base that is not finished is given up. */
  async close(): Promise<void> {
    this.#abort.abort(new Error("the twin is closing"));
    this.#tracker.stop();
    await this.#base;
    await this.release();
  }

  /** Removes the world from the disk. */
  async drop(): Promise<void> {
    await this.close().catch(() => undefined);
    const { directory } = this.#options;
    await atomicWriteFile(droppedPath(directory, this.#number), "");
    const files = (await listWorldFiles(directory)).find(({ number }) => number === this.#number);
    if (files !== undefined) await removeDropped(directory, files);
  }

  #isBaseDue(): boolean {
    if (this.#base !== null) return false;
    const journalBytes = this.#olderBytes + (this.#log?.size ?? this.#keepBytes ?? 0);
    const { compactBytesMin = COMPACT_BYTES_MIN } = this.#options;
    return journalBytes > Math.max(compactBytesMin, JOURNAL_PER_BASE * this.#baseBytes, this.#compactAt);
  }

  async #append(changes: readonly Change[]): Promise<void> {
    const log = (this.#log ??= await this.#openJournal());
    const n = this.#n + 1;
    let turnMs = performance.now();
    for (const line of linesOf(n, changes)) {
      if (performance.now() - turnMs > TURN_MS_MAX) {
        await nextTurn();
        turnMs = performance.now();
      }
      log.write(line);
    }
    this.#n = n;
    this.#keepBytes = log.size;
  }

  async #openJournal(): Promise<RecordLog> {
    const path = journalPath(this.#options.directory, this.#number, this.#generation);
    const keepBytes = this.#keepBytes ?? 0;
    const log = await openRecordLog(path, { open: "append", keepBytes, syncMs: SYNC_MS }).catch((error: unknown) => {
      if (this.#keepBytes !== null || !(error instanceof PersistError) || error.code !== "not_found") throw error;
      return openRecordLog(path, { open: "new", syncMs: SYNC_MS });
    });
    try {
      if (keepBytes === 0) log.write(this.#header("journal", this.#generation));
    } catch (error) {
      await log.close();
      throw error;
    }
    this.#keepBytes = log.size;
    return log;
  }

  #header(kind: "base" | "journal", generation: number): string {
    const { twin, twinVersion } = this.#options;
    return headerLine({ kind, twin, twin_version: twinVersion, world: this.world.name, generation, after: this.#n });
  }

  /** From here on a journal of its own takes what changes, while the base is written beside it. */
  async #beginGeneration(all: readonly Change[]): Promise<void> {
    // On the disk before anything builds on it.
    await this.release();
    this.#olderBytes += this.#keepBytes ?? 0;
    this.#generation += 1;
    this.#keepBytes = null;
    this.#log = await this.#openJournal();
    const generation = this.#generation;
    this.#base = this.#writeBase(generation, all)
      .catch((error: unknown) => {
        this.#compactAt = 2 * (this.#olderBytes + (this.#keepBytes ?? 0));
        if (!this.#abort.signal.aborted) this.#options.onBaseRefused(error);
      })
      .finally(() => {
        this.#base = null;
      });
  }

  /** Writes the whole world and a new journal, where the old one cannot be written to. */
  async #startAnew(): Promise<void> {
    await this.#base;
    await this.release().catch(() => undefined);
    const all = this.#tracker.takeAll();
    this.#unwritten = null;
    this.#needsBase = true;
    this.#generation += 1;
    this.#keepBytes = null;
    this.#n += 1;
    await this.#writeBase(this.#generation, all);
    this.#needsBase = false;
    this.#log = await this.#openJournal();
  }

  async #writeBase(generation: number, all: readonly Change[]): Promise<void> {
    const { directory } = this.#options;
    const header = this.#header("base", generation);
    let bytes = 0;
    const count = (text: string): void => {
      bytes += Buffer.byteLength(text);
    };
    const texts = inTurns(linesOf(this.#n, all), this.#abort.signal);
    await atomicWriteFile(basePath(directory, this.#number, generation), baseTexts(header, texts, count));
    this.#baseBytes = bytes;
    this.#olderBytes = 0;
    this.#compactAt = 0;
    const files = (await listWorldFiles(directory)).find(({ number }) => number === this.#number);
    if (files !== undefined) await removeOlder(directory, files, generation);
  }
}

async function* baseTexts(
  header: string,
  lines: AsyncIterable<string>,
  onText: (text: string) => void,
): AsyncGenerator<string> {
  yield `${header}\n`;
  for await (const line of lines) {
    const text = `${line}\n`;
    onText(text);
    yield text;
  }
}

/** Lets requests have a turn between the lines. */
async function* inTurns(lines: Iterable<string>, signal: AbortSignal): AsyncGenerator<string> {
  let turnMs = performance.now();
  for (const line of lines) {
    if (performance.now() - turnMs > TURN_MS_MAX) {
      await nextTurn();
      turnMs = performance.now();
    }
    signal.throwIfAborted();
    yield line;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
