import type { Quirk, QuirkSet, Quirks } from "./quirks.ts";

/** A quirk with where its switch stands. */
export interface SwitchedQuirk extends Quirk {
  readonly id: string;
  readonly on: boolean;
}

/** Positions that differ from the quirks' defaults, by id. */
export type QuirkPositions = Readonly<Record<string, boolean>>;

/** The switches of one world. */
export class QuirkSwitches implements QuirkSet {
  readonly #quirks: Quirks;
  readonly #changed = new Map<string, boolean>();

  constructor(quirks: Quirks = {}) {
    this.#quirks = quirks;
  }

  has(id: string): boolean {
    const quirk = Object.hasOwn(this.#quirks, id) ? this.#quirks[id] : undefined;
    if (quirk === undefined) throw new Error(`the definition declares no quirk ${id}`);
    return this.#changed.get(id) ?? quirk.default;
  }

  list(): SwitchedQuirk[] {
    return Object.entries(this.#quirks).map(([id, quirk]) => ({ id, ...quirk, on: this.has(id) }));
  }

  /** Null where the definition declares no such quirk; nothing is changed then. */
  set(id: string, on: boolean): SwitchedQuirk | null {
    const quirk = Object.hasOwn(this.#quirks, id) ? this.#quirks[id] : undefined;
    if (quirk === undefined) return null;
    if (on === quirk.default) this.#changed.delete(id);
    else this.#changed.set(id, on);
    return { id, ...quirk, on };
  }

  /** All back to their defaults. */
  reset(): void {
    this.#changed.clear();
  }

  export(): QuirkPositions {
    return Object.fromEntries(this.#changed);
  }

  /** Takes over positions; quirks that the definition no longer has are left out. */
  restore(positions: QuirkPositions): void {
    this.reset();
    for (const [id, on] of Object.entries(positions)) this.set(id, on);
  }
}
