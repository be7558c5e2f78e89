/** Runs work one after another within a lane; lanes do not wait for each other. */
export class Lanes {
  /** The last work of each lane that is not idle. */
  readonly #last = new Map<string, Promise<void>>();

  /** Runs `work` after everything that was given to the same lane before, whether that went well or not. */
  run(lane: string, work: () => Promise<void>): Promise<void> {
    const done = (this.#last.get(lane) ?? Promise.resolve()).then(work);
    const settled = done.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(lane, settled);
    void settled.then(() => {
      if (this.#last.get(lane) === settled) this.#last.delete(lane);
    });
    return done;
  }
}
