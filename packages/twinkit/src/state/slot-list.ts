/**
 * Ascending slot numbers under one index key. Entities arrive in slot order, so adding is an append;
 * removal and search are by bisection.
 */
export class SlotList {
  #slots: number[] = [];

  get size(): number {
    return this.#slots.length;
  }

  at(position: number): number | undefined {
    return this.#slots[position];
  }

  add(slot: number): void {
    const last = this.#slots.at(-1);
    // Most keys of a unique index hold one slot for ever; a push would reserve room for sixteen more.
    if (last === undefined) this.#slots = [slot];
    else if (last < slot) this.#slots.push(slot);
    else {
      const position = this.positionOf(slot);
      if (this.#slots[position] !== slot) this.#slots.splice(position, 0, slot);
    }
  }

  remove(slot: number): void {
    const position = this.positionOf(slot);
    if (this.#slots[position] === slot) this.#slots.splice(position, 1);
  }

  /** Position of the first slot that is not below `slot`. */
  positionOf(slot: number): number {
    let low = 0;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#slots[middle] ?? 0) < slot) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
