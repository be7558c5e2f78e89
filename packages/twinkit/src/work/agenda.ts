/** Most actions one world may have waiting. */
export const AGENDA_ENTRIES_MAX = 1_000_000;

export interface AgendaEntry {
  readonly dueMs: number;
  /** Orders entries that are due at the same time. */
  readonly seq: number;
  readonly action: string;
  /** The account inside the world that the action works on. */
  readonly account: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** An agenda as it stood; shares the entries until the agenda changes. */
export interface AgendaImage {
  readonly heap: readonly AgendaEntry[];
  readonly seq: number;
}

/** What waits for its time in one world: a binary heap by due time, then by arrival. */
export class Agenda {
  #heap: AgendaEntry[] = [];
  #seq = 0;
  /** An image holds the same list: it is copied before it changes. */
  #shared = false;

  get size(): number {
    return this.#heap.length;
  }

  get seq(): number {
    return this.#seq;
  }

  get nextDueMs(): number | null {
    return this.#heap[0]?.dueMs ?? null;
  }

  /** How the agenda stands now, at no cost; changes from here on do not show in it. */
  capture(): AgendaImage {
    this.#shared = true;
    return { heap: this.#heap, seq: this.#seq };
  }

  /** Back to how the agenda stood. */
  adopt(image: AgendaImage): void {
    this.#heap = image.heap as AgendaEntry[];
    this.#seq = image.seq;
    this.#shared = true;
  }

  add(entry: Omit<AgendaEntry, "seq">): AgendaEntry {
    if (this.#heap.length >= AGENDA_ENTRIES_MAX) {
      throw new Error(`more than ${AGENDA_ENTRIES_MAX} actions are waiting in one world`);
    }
    this.#seq += 1;
    const placed = { ...entry, seq: this.#seq };
    this.#push(placed);
    return placed;
  }

  /** Takes the earliest entry that is due at `nowMs`, or null. */
  takeDue(nowMs: number): AgendaEntry | null {
    const first = this.#heap[0];
    if (first === undefined || first.dueMs > nowMs) return null;
    this.#own();
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  /** Takes out every entry that matches, earliest first. */
  takeWhere(matches: (entry: AgendaEntry) => boolean): AgendaEntry[] {
    const ordered = this.entries();
    const taken = ordered.filter(matches);
    if (taken.length > 0)
      this.restore(
        ordered.filter((entry) => !matches(entry)),
        this.#seq,
      );
    return taken;
  }

  /** All entries, earliest first. */
  entries(): AgendaEntry[] {
    return this.#heap.toSorted(compare);
  }

  /** Replaces everything; `seq` continues from where the export stood. */
  restore(entries: readonly AgendaEntry[], seq: number): void {
    this.#heap = entries.toSorted(compare);
    this.#seq = seq;
    this.#shared = false;
  }

  #own(): void {
    if (!this.#shared) return;
    this.#heap = [...this.#heap];
    this.#shared = false;
  }

  #push(entry: AgendaEntry): void {
    this.#own();
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      const above = heap[parent];
      if (above === undefined || compare(above, entry) <= 0) break;
      heap[at] = above;
      heap[parent] = entry;
      at = parent;
    }
  }

  #sink(start: number): void {
    const heap = this.#heap;
    const entry = heap[start];
    let at = start;
    for (;;) {
      const left = heap[2 * at + 1];
      const right = heap[2 * at + 2];
      const child = left !== undefined && right !== undefined && compare(right, left) < 0 ? 2 * at + 2 : 2 * at + 1;
      const below = heap[child];
      if (entry === undefined || below === undefined || compare(entry, below) <= 0) return;
      heap[child] = entry;
      heap[at] = below;
      at = child;
    }
  }
}

function compare(a: AgendaEntry, b: AgendaEntry): number {
  return a.dueMs - b.dueMs || a.seq - b.seq;
}
