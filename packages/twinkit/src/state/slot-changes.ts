/**
 * Which slots of a collection changed since the changes began to be kept, and what each held then. Only the first
 * change of a slot counts, so the cost is bounded by what is touched, however often.
 */
export class SlotChanges<E> {
  readonly #before = new Map<number, E | undefined>();

  get size(): number {
    return this.#before.size;
  }

  /** A slot is about to change. */
  note(slot: number, before: E | undefined): void {
    if (!this.#before.has(slot)) this.#before.set(slot, before);
  }

  /** What each changed slot held; undefined where it was empty. */
  entries(): IterableIterator<[number, E | undefined]> {
    return this.#before.entries();
  }

  slots(): IterableIterator<number> {
    return this.#before.keys();
  }

  clear(): void {
    this.#before.clear();
  }
}
