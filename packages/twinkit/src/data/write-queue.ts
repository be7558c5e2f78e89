/** Runs the same work for many items, a bounded number of them at a time and never twice for one item. */
export class WriteQueue<Item> {
  readonly #max: number;
  readonly #work: (item: Item) => Promise<void>;
  readonly #waiting = new Set<Item>();
  readonly #running = new Set<Item>();
  #idle: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;

  /** `work` must not reject. */
  constructor(max: number, work: (item: Item) => Promise<void>) {
    this.#max = max;
    this.#work = work;
  }

  get size(): number {
    return this.#waiting.size + this.#running.size;
  }

  has(item: Item): boolean {
    return this.#waiting.has(item) || this.#running.has(item);
  }

  /** @returns false where the item's work runs already: it may have begun before what it is to see */
  add(item: Item): boolean {
    if (this.#running.has(item)) return false;
    this.#waiting.add(item);
    this.#pump();
    return true;
  }

  /** Resolves when nothing waits or runs. */
  async idle(): Promise<void> {
    if (this.size === 0) return;
    this.#idle ??= Promise.withResolvers<void>();
    await this.#idle.promise;
  }

  #pump(): void {
    for (const item of this.#waiting) {
      if (this.#running.size >= this.#max) return;
      this.#waiting.delete(item);
      this.#running.add(item);
      void this.#work(item).then(() => this.#done(item));
    }
    if (this.size > 0) return;
    this.#idle?.resolve();
    this.#idle = null;
  }

  #done(item: Item): void {
    this.#running.delete(item);
    this.#pump();
  }
}
