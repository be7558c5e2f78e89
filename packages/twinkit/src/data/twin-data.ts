import { join } from "node:path";
import type { DataHealth } from "@twinkit-pro/contracts";
import { acquireLock, ensureDirectory, type Lock, sweepTemporaries } from "@twinkit-pro/persist";
import type { TwinTypes } from "../define/twin-types.ts";
import type { Log } from "../server/log.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { WorldClock } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import { ClockFile } from "./clock-file.ts";
import { unavailable } from "./data-error.ts";
import { loadWorld } from "./load-world.ts";
import { listWorldFiles, removeDropped, removeOlder } from "./world-files.ts";
import { WorldStore } from "./world-store.ts";
import { WriteQueue } from "./write-queue.ts";

/** How long a change waits until it is written: a killed process loses at most this, and the write that runs. */
export const FLUSH_INTERVAL_MS = 100;
/** After a write that the disk refused. */
export const RETRY_INTERVAL_MS = 1_000;
/** How long the last flush may take; what is not written then is lost. */
export const CLOSE_FLUSH_MS_MAX = 10_000;
/** Worlds that are written at the same time. */
const WRITES_MAX = 8;
/** Journals that stay open between flushes. */
const OPEN_FILES_MAX = 128;

export interface TwinDataOptions<T extends TwinTypes> {
  readonly directory: string;
  /** `twin-stripe` */
  readonly twin: string;
  readonly twinVersion: string;
  /** Names of all that may wait for its time. */
  readonly actions: ReadonlySet<string>;
  /** Makes the world of that name. @throws TwinkitError where the twin hosts no more */
  readonly open: (name: string) => World<T>;
  /** Where the clocks of new worlds start. */
  readonly clock: WorldClock;
  readonly log: Log;
  readonly tuning?: DataTuning;
}

/** What tests choose otherwise. */
export interface DataTuning {
  /** @default {@link FLUSH_INTERVAL_MS} */
  readonly flushIntervalMs?: number;
  /** @default 4 MiB */
  readonly compactBytesMin?: number;
}

type Kept<T extends TwinTypes> = WorldStore<T> | ClockFile;

/** The worlds of one twin on the disk. Writes behind: nothing waits for it. */
export class TwinData<T extends TwinTypes> {
  readonly #options: TwinDataOptions<T>;
  readonly #directory: string;
  readonly #lock: Lock;
  readonly #clock: ClockFile;
  readonly #stores = new Map<World<T>, WorldStore<T>>();
  /** Have changed since their last flush began. */
  readonly #dirty = new Set<Kept<T>>();
  /** Wait for their turn to be written, or are. */
  readonly #queue = new WriteQueue<Kept<T>>(WRITES_MAX, (kept) => this.#write(kept));
  /** With an open journal, the one that was used last at the end. */
  readonly #open = new Set<WorldStore<T>>();
  readonly #dropped = new Set<WorldStore<T>>();
  readonly #gone = new WeakSet<World<T>>();
  readonly #failing = new Map<Kept<T>, string>();
  #nextNumber = 1;
  #timer: NodeJS.Timeout | null = null;
  #flushedAtMs: number | null = null;
  #closed: Promise<void> | null = null;

  private constructor(lock: Lock, clock: ClockFile, options: TwinDataOptions<T>) {
    this.#lock = lock;
    this.#clock = clock;
    this.#options = options;
    this.#directory = worldsDirectory(options.directory);
  }

  /**
   * Makes the worlds what the directory keeps, and keeps them there from now on.
   * @throws TwinkitError `data_locked`, `data_damaged`, `data_newer`, `data_misfit`, `data_unavailable`, `worlds_full`
   */
  static async open<T extends TwinTypes>(options: TwinDataOptions<T>): Promise<TwinData<T>> {
    try {
      await ensureDirectory(worldsDirectory(options.directory));
      const lock = await acquireLock(join(options.directory, "lock"));
      let data: TwinData<T> | null = null;
      try {
        data = new TwinData<T>(lock, await ClockFile.open(options.directory, options.clock), options);
        await data.#load();
        return data;
      } catch (error) {
        await (data === null ? lock.release() : data.#stop());
        throw error;
      }
    } catch (error) {
      throw unavailable(error);
    }
  }

  get health(): DataHealth {
    const [message] = this.#failing.values();
    return {
      status: message === undefined ? "ok" : "failing",
      flushed_at: this.#flushedAtMs === null ? null : new Date(this.#flushedAtMs).toISOString(),
      pending: this.#dirty.size + this.#queue.size,
      ...(message === undefined ? {} : { message }),
    };
  }

  /** Knows of what happens to a world from here on; one that nothing happens to needs no file. */
  follow(world: World<T>): void {
    if (!this.#stores.has(world)) this.#adopt(world);
  }

  /** The world may have changed: it is written soon. */
  touch(world: World<T>): void {
    if (this.#closed !== null || this.#gone.has(world)) return;
    this.#dirty.add(this.#stores.get(world) ?? this.#adopt(world));
    this.#wake();
  }

  /** The world is gone: its files are removed soon. */
  drop(world: World<T>): void {
    this.#gone.add(world);
    const store = this.#stores.get(world);
    if (store === undefined) return;
    this.#stores.delete(world);
    this.#dropped.add(store);
    this.#dirty.add(store);
    this.#wake();
  }

  /** Resolves when everything that has changed until now is written, or was refused. */
  async flush(): Promise<void> {
    this.#beginFlush();
    await this.#queue.idle();
  }

  /** Resolves when the disk rests: all is written, and no base is under way. */
  async rest(): Promise<void> {
    await this.flush();
    for (const store of this.#stores.values()) await store.rest();
  }

  /** Flushes a last time, at most {@link CLOSE_FLUSH_MS_MAX}, and lets go of the directory. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const store of this.#stores.values()) this.#dirty.add(store);
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_FLUSH_MS_MAX);
    });
    // The second time for those that were being written when the first began.
    await Promise.race([this.flush().then(() => this.flush()), expired]);
    clearTimeout(timer);
    const { pending } = this.health;
    if (pending > 0) this.#tell("error", "the last changes were not written", { worlds: pending });
    await this.#stop();
  }

  async #stop(): Promise<void> {
    this.#clearTimer();
    for (const store of this.#stores.values())
      await store.close().catch((error: unknown) => this.#refused(store, error));
    await this.#lock.release();
  }

  async #load(): Promise<void> {
    await sweepTemporaries(this.#directory);
    for (const files of await listWorldFiles(this.#directory)) {
      this.#nextNumber = files.number + 1;
      if (files.isDropped) {
        await removeDropped(this.#directory, files);
        continue;
      }
      const { twin, actions } = this.#options;
      const open = (name: string): World<T> => this.#make(name);
      const loaded = await loadWorld(files, { directory: this.#directory, twin, actions, open });
      if (loaded === null) {
        // Its first flush never reached the disk.
        await removeOlder(this.#directory, files, Number.POSITIVE_INFINITY);
        continue;
      }
      await removeOlder(this.#directory, files, files.bases.at(-1) ?? 0);
      if (loaded.torn > 0) {
        const facts = { world: loaded.world.name, bytes: loaded.torn };
        this.#tell("warn", "an unfinished flush was passed over", facts);
      }
      this.#stores.set(loaded.world, this.#store(loaded.world, loaded.place));
      // Only now, so that it counts as a change; their outcome is not known, so they are made again.
      for (const entry of loaded.underWay) loaded.world.agenda.add(entry);
    }
  }

  #adopt(world: World<T>): WorldStore<T> {
    const place = { number: this.#nextNumber, generation: 1, n: 0, baseBytes: 0, journalBytes: 0, keepBytes: null };
    this.#nextNumber += 1;
    const store = this.#store(world, place);
    this.#stores.set(world, store);
    return store;
  }

  #store(world: World<T>, place: ConstructorParameters<typeof WorldStore<T>>[1]): WorldStore<T> {
    const { twin, twinVersion } = this.#options;
    return new WorldStore(world, place, {
      directory: this.#directory,
      twin,
      twinVersion,
      compactBytesMin: this.#options.tuning?.compactBytesMin,
      onChange: () => this.touch(world),
      onBaseRefused: (error) => this.#tell("warn", "a journal could not be shortened", { error: String(error) }),
    });
  }

  #make(name: string): World<T> {
    const world = this.#options.open(name);
    if (!this.#stores.has(world)) return world;
    throw new TwinkitError(
      "data_damaged",
      `${this.#directory} keeps the world ${name} twice. Restore the directory from a backup, or move the files of one of the two away.`,
    );
  }

  #wake(waitMs = this.#options.tuning?.flushIntervalMs ?? FLUSH_INTERVAL_MS): void {
    this.#timer ??= setTimeout(() => this.#beginFlush(), waitMs).unref();
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #beginFlush(): void {
    this.#clearTimer();
    if (this.#clock.isDirty) this.#dirty.add(this.#clock);
    const removed = new Set(Array.from(this.#dropped, ({ world }) => world.name));
    for (const kept of this.#dirty) {
      // A world waits until the files of an earlier one of its name are gone.
      const waits = kept instanceof WorldStore && removed.has(kept.world.name) && !this.#dropped.has(kept);
      if (!waits && this.#queue.add(kept)) this.#dirty.delete(kept);
    }
  }

  /** Never rejects: what the disk refuses waits for the next time. */
  async #write(kept: Kept<T>): Promise<void> {
    try {
      if (kept instanceof WorldStore && this.#dropped.has(kept)) await this.#remove(kept);
      else await kept.flush();
      this.#accepted(kept);
    } catch (error) {
      this.#refused(kept, error);
    }
    if (kept instanceof WorldStore) await this.#closeOldest(kept);
    if (this.#dirty.size === 0 || this.#closed !== null) return;
    if (this.#failing.size === 0) this.#wake();
    else this.#wake(RETRY_INTERVAL_MS);
  }

  async #remove(store: WorldStore<T>): Promise<void> {
    await store.drop();
    this.#dropped.delete(store);
    // A world of the same name may have waited for this.
    this.#beginFlush();
  }

  async #closeOldest(used: WorldStore<T>): Promise<void> {
    this.#open.delete(used);
    if (used.hasOpenFile) this.#open.add(used);
    const [oldest] = this.#open;
    if (this.#open.size <= OPEN_FILES_MAX || oldest === undefined || this.#queue.has(oldest)) return;
    this.#open.delete(oldest);
    await oldest.release().catch((error: unknown) => this.#refused(oldest, error));
  }

  #accepted(kept: Kept<T>): void {
    this.#flushedAtMs = Date.now();
    if (!this.#failing.delete(kept) || this.#failing.size > 0) return;
    this.#tell("info", "the data directory takes changes again", {});
  }

  /** Tries again later. Says it once, until it works again. */
  #refused(kept: Kept<T>, error: unknown): void {
    this.#dirty.add(kept);
    const message = error instanceof Error ? error.message : String(error);
    if (this.#failing.size === 0) {
      this.#tell("error", "the data directory refuses changes; requests go on", { error: message });
    }
    this.#failing.set(kept, message);
  }

  #tell(level: "info" | "warn" | "error", msg: string, facts: Record<string, unknown>): void {
    this.#options.log({ level, msg, twin: this.#options.twin, directory: this.#options.directory, ...facts });
  }
}

function worldsDirectory(directory: string): string {
  return join(directory, "worlds");
}
