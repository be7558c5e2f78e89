/** Where an emitter's delays come from; tests bring their own. */
export interface Timers {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Calls back once after a delay; returns the function that cancels it.
   * Only a timer that is `keepAlive` may keep the process running.
   */
  start(callback: () => void, delayMs: number, keepAlive: boolean): () => void;
}

export const systemTimers: Timers = {
  now: () => Date.now(),
  start(callback, delayMs, keepAlive) {
    const timer = setTimeout(callback, delayMs);
    if (!keepAlive) timer.unref();
    return () => clearTimeout(timer);
  },
};
