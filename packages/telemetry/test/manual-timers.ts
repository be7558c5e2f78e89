import type { Timers } from "../src/index.ts";

interface Pending {
  readonly dueMs: number;
  readonly callback: () => void;
  readonly keepAlive: boolean;
}

/** Timers that stand still until they are advanced. */
export class ManualTimers implements Timers {
  #nowMs: number;
  readonly #pending = new Set<Pending>();
  /** Delays of every timer ever started. */
  readonly started: number[] = [];

  constructor(nowMs: number = Date.parse("2026-01-01T00:00:00.000Z")) {
    this.#nowMs = nowMs;
  }

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#pending.size;
  }

  get keepingAlive(): number {
    return [...this.#pending].filter((timer) => timer.keepAlive).length;
  }

  now(): number {
    return this.#nowMs;
  }

  start(callback: () => void, delayMs: number, keepAlive: boolean): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, callback, keepAlive };
    this.started.push(delayMs);
    this.#pending.add(timer);
    return () => this.#pending.delete(timer);
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = [...this.#pending].filter((timer) => timer.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs);
      if (next === undefined) break;
      this.#pending.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.callback();
    }
    this.#nowMs = untilMs;
  }
}
