/** Background work of one platform: everything that runs beside requests is started here, cancelled here and awaited here. */
export interface TaskGroup {
  /**
   * Starts a task. Its signal is aborted at the stop; it then finishes what it has begun and returns.
   * A task that fails is reported to `onFailure`.
   */
  start(name: string, run: (stop: AbortSignal) => Promise<void>): void;
  /** Asks every task to end and waits. @returns the names of those still running after `timeoutMs` */
  stop(timeoutMs: number): Promise<string[]>;
}

export function createTaskGroup(onFailure: (name: string, error: unknown) => void): TaskGroup {
  const running = new Map<Promise<void>, string>();
  const stopping = new AbortController();
  return {
    start(name, run) {
      if (stopping.signal.aborted) throw new Error(`The task ${name} cannot start: the platform is stopping.`);
      const task = run(stopping.signal)
        .catch((error: unknown) => onFailure(name, error))
        .finally(() => running.delete(task));
      running.set(task, name);
    },
    async stop(timeoutMs) {
      stopping.abort();
      const allEnded = Promise.allSettled(running.keys());
      await Promise.race([allEnded, elapsed(timeoutMs, allEnded)]);
      return [...running.values()];
    },
  };
}

/** Resolves after `ms`, or when `early` settles, and leaves no timer behind. */
async function elapsed(ms: number, early: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  void early.then(() => {
    clearTimeout(timer);
    resolve();
  });
  return promise;
}
