/** Removed slots at the front before the list closes the gap, at the least. */
const GAP_MIN = 32;

/**
 * Ascending slot numbers under one index key. Entities arrive in slot order, so adding is an append; the oldest leave
 * first where a vendor forgets what is old, so removing the first moves the start. Other removal and search are by
 * bisection.
 */
export class SlotList {
  #slots: number[] = [];
  #start = 0;

  get size(): number {
    return this.#slots.length - this.#start;
  }

  at(position: number): number | undefined {
    return this.#slots[this.#start + position];
  }

  add(slot: number): void {
    const last = this.size === 0 ? undefined : this.#slots.at(-1);
    // Most keys of a unique index hold one slot for ever; a push would reserve room for sixteen more.
    if (last === undefined) [this.#slots, this.#start] = [[slot], 0];
    else if (last < slot) this.#slots.push(slot);
    else {
      const position = this.positionOf(slot);
      if (this.at(position) !== slot) this.#slots.splice(this.#start + position, 0, slot);
    }
  }

  remove(slot: number): void {
    const position = this.positionOf(slot);
    if (this.at(position) !== slot) return;
    if (position > 0) this.#slots.splice(this.#start + position, 1);
    else this.#dropFirst();
  }

  /** Position of the first slot that is not below `slot`. */
  positionOf(slot: number): number {
    let low = this.#start;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#slots[middle] ?? 0) < slot) low = middle + 1;
      else high = middle;
    }
    return low - this.#start;
  }

  #dropFirst(): void {
    this.#start += 1;
    if (this.#start < GAP_MIN || this.#start * 2 < this.#slots.length) return;
    this.#slots = this.#slots.slice(this.#start);
    this.#start = 0;
  }
}
