import { type IndexKey, indexKeys } from "./index-key.ts";
import { SlotList } from "./slot-list.ts";

/**
 * Slots by the values of one field. A slot that is alone under its key is kept as the number it is: of a field such as an
 * e-mail address there are as many keys as entities.
 */
export class SlotIndex {
  readonly #keys = new Map<IndexKey, number | SlotList>();

  /** Slots under a key; to be read at once, and not to be changed. */
  slots(key: IndexKey): SlotList {
    const held = this.#keys.get(key);
    return typeof held === "object" ? held : listOf(held);
  }

  /** Enters a slot under each key of a field's value. */
  add(value: unknown, slot: number): void {
    for (const key of indexKeys(value)) {
      const held = this.#keys.get(key);
      if (held === undefined) this.#keys.set(key, slot);
      else if (typeof held === "object") held.add(slot);
      else if (held !== slot) this.#keys.set(key, listOf(held, slot));
    }
  }

  remove(value: unknown, slot: number): void {
    for (const key of indexKeys(value)) {
      const held = this.#keys.get(key);
      if (typeof held === "object") held.remove(slot);
      if (held === slot || (typeof held === "object" && held.size === 0)) this.#keys.delete(key);
    }
  }

  clear(): void {
    this.#keys.clear();
  }
}

function listOf(...slots: readonly (number | undefined)[]): SlotList {
  const list = new SlotList();
  for (const slot of slots) if (slot !== undefined) list.add(slot);
  return list;
}
