import { randomUUID } from "node:crypto";
import { type Batch, stampEvents } from "./batch.ts";
import { type Collector, createCollector } from "./collector.ts";
import { Delivery } from "./delivery.ts";
import type { BufferedEvent, EmittedEvent } from "./emitted-event.ts";
import type { Emitter, EmitterStats, StopReport } from "./emitter.ts";
import { type EmitterOptions, type EmitterSettings, readSettings } from "./emitter-options.ts";
import { EventBuffer } from "./event-buffer.ts";
import { messageOf } from "./message-of.ts";
import { createTally } from "./tally.ts";
import { systemTimers, type Timers } from "./timers.ts";

/** Part of `stopTimeoutMs` kept for ending connections after the last attempt. */
const CLOSE_RESERVE_MS_MAX = 200;

/**
 * Creates an emitter. Nothing is loaded, opened or started before the first event.
 * @throws TelemetryError `invalid_option`
 */
export function createEmitter(options: EmitterOptions): Emitter {
  return new BufferingEmitter(options);
}

class BufferingEmitter implements Emitter {
  readonly #settings: EmitterSettings;
  readonly #timers: Timers;
  readonly #newId: () => string;
  readonly #buffer: EventBuffer;
  readonly #collector: Collector;
  readonly #delivery: Delivery;
  readonly #tally = createTally();
  #state: EmitterStats["state"] = "running";
  #disabledReason: string | null = null;
  #batchEventsMax: number;
  /** Buffered events, from the oldest on, that are to be sent although they fill no batch. */
  #due = 0;
  #cancelAge: (() => void) | null = null;
  #cancelKick: (() => void) | null = null;
  #stopping: Promise<StopReport> | null = null;

  constructor(options: EmitterOptions) {
    const { timers = systemTimers, random = Math.random, newId = randomUUID } = options;
    this.#settings = readSettings(options);
    this.#timers = timers;
    this.#newId = newId;
    this.#batchEventsMax = Math.min(this.#settings.batchEventsMax, this.#settings.bufferEventsMax);
    this.#buffer = new EventBuffer(this.#settings.bufferEventsMax);
    this.#collector = createCollector(options, this.#settings);
    this.#delivery = new Delivery({
      collector: this.#collector,
      nextBatch: () => this.#nextBatch(),
      onTooLarge: (events) => {
        this.#batchEventsMax = Math.max(1, Math.ceil(events / 2));
      },
      onRefused: (reason) => this.#disable(reason),
      tally: this.#tally,
      timers,
      random,
    });
  }

  emit(event: EmittedEvent): void {
    try {
      if (this.#state !== "running") return this.#buffer.drop(1);
      this.#startAge();
      if (this.#buffer.size + 1 >= this.#batchEventsMax) this.#kick();
      // A copy, because the caller may go on to change what it passed.
      this.#buffer.add({ event: { ...event }, atMs: this.#timers.now() });
    } catch {
      this.#buffer.drop(1);
    }
  }

  flush(): Promise<void> {
    if (this.#state !== "running") return Promise.resolve();
    this.#sendAll();
    this.#delivery.hurry();
    return this.#delivery.settled();
  }

  stop(): Promise<StopReport> {
    return (this.#stopping ??= this.#stop());
  }

  stats(): EmitterStats {
    return {
      state: this.#state,
      disabledReason: this.#disabledReason,
      pending: this.#buffer.size + this.#delivery.pending,
      dropped: this.#buffer.drops,
      ...this.#tally,
    };
  }

  /** Leaves the caller's stack, so that whoever emits pays nothing for sending. */
  #kick(): void {
    if (this.#delivery.running) return;
    this.#cancelKick ??= this.#timers.start(
      () => {
        this.#cancelKick = null;
        this.#delivery.wake();
      },
      0,
      false,
    );
  }

  #startAge(): void {
    this.#cancelAge ??= this.#timers.start(
      () => {
        this.#cancelAge = null;
        this.#sendAll();
      },
      this.#settings.flushIntervalMs,
      false,
    );
  }

  #sendAll(): void {
    this.#due = this.#buffer.size;
    this.#delivery.wake();
  }

  #nextBatch(): Batch | null {
    const { size } = this.#buffer;
    if (size === 0 || (this.#due <= 0 && size < this.#batchEventsMax)) return null;
    const drops = this.#buffer.takeUnreportedDrops();
    const events = this.#buffer.take(this.#batchEventsMax - (drops > 0 ? 1 : 0));
    this.#due -= events.length;
    const report: BufferedEvent[] =
      drops > 0 ? [{ event: { type: "events_dropped", dropped: drops }, atMs: this.#timers.now() }] : [];
    try {
      return stampEvents([...events, ...report], this.#newId);
    } catch (error) {
      this.#tally.lost += events.length;
      this.#tally.lastError = messageOf(error);
      return this.#nextBatch();
    }
  }

  #disable(reason: string): void {
    if (this.#state === "running") this.#state = "disabled";
    this.#disabledReason = reason;
    this.#tally.lost += this.#buffer.take(this.#buffer.size).length;
    this.#cancelTimers();
  }

  #cancelTimers(): void {
    this.#cancelAge?.();
    this.#cancelKick?.();
    this.#cancelAge = null;
    this.#cancelKick = null;
  }

  async #stop(): Promise<StopReport> {
    const { stopTimeoutMs } = this.#settings;
    this.#state = "stopping";
    this.#cancelTimers();
    this.#due = this.#buffer.size;
    let timedOut = false;
    const reserveMs = Math.min(CLOSE_RESERVE_MS_MAX, Math.floor(stopTimeoutMs / 2));
    const cancelAbort = this.#timers.start(
      () => {
        timedOut = true;
        this.#delivery.abort();
      },
      stopTimeoutMs - reserveMs,
      true,
    );
    const closed = await this.#within(stopTimeoutMs, this.#drainAndClose());
    cancelAbort();
    this.#delivery.abort();
    this.#state = "stopped";
    const stats = this.stats();
    return { timedOut: timedOut || !closed, undelivered: stats.pending, stats };
  }

  async #drainAndClose(): Promise<void> {
    await this.#delivery.end();
    await this.#collector.close();
  }

  /** Whether the work ended, however it ended, before the time was over. */
  #within(boundMs: number, work: Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#timers.start(() => resolve(false), boundMs, true);
      const done = (): void => {
        cancel();
        resolve(true);
      };
      work.then(done, done);
    });
  }
}
