/** Background work with an owner: everything started in the group is awaited or aborted by `close`. */
export class TaskGroup {
  readonly #running = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  readonly #onError: (error: unknown, task: string) => void;

  constructor(onError: (error: unknown, task: string) => void) {
    this.#onError = onError;
  }

  get size(): number {
    return this.#running.size;
  }

  /** Aborted when the group has waited for its tasks long enough. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  run(task: string, work: (signal: AbortSignal) => Promise<void>): void {
    const running = work(this.#abort.signal)
      .catch((error: unknown) => {
        if (!this.#abort.signal.aborted) this.#onError(error, task);
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves once nothing runs, including what running tasks start. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /**
   * Waits for the tasks, at most `drainMs`; then aborts the rest and waits for them to end.
   * @returns how many tasks had to be aborted.
   */
  async close(drainMs: number): Promise<number> {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<true>((resolve) => {
      timer = setTimeout(() => resolve(true), drainMs);
    });
    const late = await Promise.race([this.idle().then(() => false), expired]);
    clearTimeout(timer);
    const aborted = late ? this.#running.size : 0;
    this.#abort.abort(new Error("the twin is closing"));
    await this.idle();
    return aborted;
  }
}
