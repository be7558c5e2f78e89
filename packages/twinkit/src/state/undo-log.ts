/** Collects how to take back what an operation writes, so that a refused operation leaves no trace. */
export class UndoLog {
  #steps: (() => void)[] | null = null;
  #afterCommit = new Set<() => void>();

  record(step: () => void): void {
    this.#steps?.push(step);
  }

  /** Runs `work` once the running operation has succeeded; at once where none runs. */
  afterCommit(work: () => void): void {
    if (this.#steps === null) work();
    else this.#afterCommit.add(work);
  }

  /** Runs `work`; where it throws, everything it wrote is undone and the error goes on. */
  run<Result>(work: () => Result): Result {
    if (this.#steps !== null) throw new Error("operations do not nest");
    const steps: (() => void)[] = [];
    this.#steps = steps;
    try {
      const result = work();
      this.#steps = null;
      for (const after of this.#afterCommit) after();
      return result;
    } catch (error) {
      this.#steps = null;
      for (let at = steps.length - 1; at >= 0; at -= 1) steps[at]?.();
      throw error;
    } finally {
      if (this.#afterCommit.size > 0) this.#afterCommit.clear();
    }
  }
}
