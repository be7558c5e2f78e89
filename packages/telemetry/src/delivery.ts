import { backoffMs } from "./backoff.ts";
import { type Batch, splitBatch } from "./batch.ts";
import type { Collector, SendOutcome } from "./collector.ts";
import { messageOf } from "./message-of.ts";
import type { Tally } from "./tally.ts";
import type { Timers } from "./timers.ts";

/** A batch that may itself be what breaks the collector is given up after this many attempts. */
const SUSPECT_ATTEMPTS_MAX = 8;

export interface DeliveryOptions {
  readonly collector: Collector;
  /** The next batch that is due, or null. */
  readonly nextBatch: () => Batch | null;
  readonly onTooLarge: (events: number) => void;
  readonly onRefused: (reason: string) => void;
  readonly tally: Tally;
  readonly timers: Timers;
  readonly random: () => number;
}

/** The one background task of an emitter: sends batch after batch while any is due. */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #abort = new AbortController();
  /** Parts of batches that were too large to be taken whole. */
  #parts: Batch[] = [];
  #current: Batch = [];
  #running = false;
  #task: Promise<void> = Promise.resolve();
  #ending = false;
  #wait: { readonly end: () => void; readonly askedFor: boolean } | null = null;
  #waiters: (() => void)[] = [];

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Events taken from the buffer that no attempt has settled. */
  get pending(): number {
    return this.#parts.reduce((sum, part) => sum + part.length, this.#current.length);
  }

  /** Starts the task unless it runs. */
  wake(): void {
    if (this.#running || this.#abort.signal.aborted) return;
    this.#running = true;
    this.#task = this.#run();
  }

  /** Ends a wait between attempts, unless the collector asked for it. */
  hurry(): void {
    if (this.#wait?.askedFor === false) this.#wait.end();
  }

  /** Resolves when nothing is due, or the next attempt has failed. */
  settled(): Promise<void> {
    if (!this.#running || this.#wait !== null) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** From here on each batch gets one attempt, and the first failure ends the task. */
  async end(): Promise<void> {
    this.#ending = true;
    this.#wait?.end();
    this.wake();
    await this.#task;
  }

  /** Ends the attempt under way. */
  abort(): void {
    this.#abort.abort(new Error("the emitter stopped"));
  }

  /** Never rejects: an emitter may lose events, never its host. */
  async #run(): Promise<void> {
    try {
      while (await this.#deliverNext());
    } catch (error) {
      this.#options.tally.lost += this.#current.length;
      this.#options.tally.lastError = messageOf(error);
      this.#current = [];
    }
    this.#running = false;
    this.#notify();
  }

  /** @returns false where nothing is due, or the task is to end without having settled the batch. */
  async #deliverNext(): Promise<boolean> {
    const batch = this.#parts.shift() ?? this.#options.nextBatch();
    if (batch === null) return false;
    this.#current = batch;
    for (let failures = 1; ; failures++) {
      const outcome = await this.#attempt(batch);
      if (outcome.kind !== "unavailable") {
        this.#settle(batch, outcome);
        break;
      }
      if (this.#ending) return false;
      if (outcome.suspect && failures >= SUSPECT_ATTEMPTS_MAX) {
        this.#options.tally.lost += batch.length;
        break;
      }
      const delayMs = backoffMs(failures, outcome.retryAfterMs, this.#options.random());
      await this.#waitBeforeRetry(delayMs, outcome.retryAfterMs !== null);
    }
    this.#current = [];
    return true;
  }

  async #attempt(batch: Batch): Promise<SendOutcome> {
    const { collector, tally } = this.#options;
    tally.attempts++;
    const outcome = await collector.send(batch, this.#abort.signal);
    if (outcome.kind !== "taken") {
      tally.failures++;
      tally.lastError = outcome.error;
    }
    return outcome;
  }

  #settle(batch: Batch, outcome: Exclude<SendOutcome, { kind: "unavailable" }>): void {
    const { tally, onTooLarge, onRefused } = this.#options;
    switch (outcome.kind) {
      case "taken":
        tally.accepted += outcome.accepted;
        tally.duplicates += outcome.duplicates;
        tally.rejected += outcome.rejected;
        tally.lost += outcome.lost;
        return;
      case "too_large": {
        onTooLarge(batch.length);
        const parts = splitBatch(batch);
        if (parts === null) tally.lost += batch.length;
        else this.#parts.unshift(...parts);
        return;
      }
      case "refused":
        tally.lost += batch.length + this.#parts.reduce((sum, part) => sum + part.length, 0);
        this.#parts = [];
        onRefused(outcome.error);
        return;
      case "unusable":
        tally.lost += batch.length;
    }
  }

  #waitBeforeRetry(delayMs: number, askedFor: boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#wait = null;
        resolve();
      };
      const cancel = this.#options.timers.start(end, delayMs, false);
      this.#wait = { end, askedFor };
      this.#notify();
    });
  }

  #notify(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }
}
