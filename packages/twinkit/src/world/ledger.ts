import type { LedgerEntry } from "@twinkit-pro/contracts";

export const LEDGER_ENTRIES_MAX = 1_000;
export const LEDGER_BYTES_MAX = 16 * 1024 * 1024;

/** The last exchanges of one world, newest last, bounded in count and bytes. */
export class Ledger {
  #entries: LedgerEntry[] = [];
  #first = 0;
  #bytes = 0;
  #seq = 0;

  /** Entries that have left at the front. */
  get dropped(): number {
    return this.#seq - this.size;
  }

  get size(): number {
    return this.#entries.length - this.#first;
  }

  append(entry: Omit<LedgerEntry, "seq">): LedgerEntry {
    this.#seq += 1;
    const placed: LedgerEntry = { seq: this.#seq, ...entry };
    this.#entries.push(placed);
    this.#bytes += weight(placed);
    while (this.size > LEDGER_ENTRIES_MAX || (this.#bytes > LEDGER_BYTES_MAX && this.size > 1)) this.#dropFirst();
    return placed;
  }

  list(): LedgerEntry[] {
    return this.#entries.slice(this.#first);
  }

  clear(): void {
    this.#entries = [];
    this.#first = 0;
    this.#bytes = 0;
    this.#seq = 0;
  }

  /** Leaves by moving the start, and closes the gap now and then: shifting each time would cost the whole list. */
  #dropFirst(): void {
    const first = this.#entries[this.#first];
    if (first !== undefined) this.#bytes -= weight(first);
    this.#first += 1;
    if (this.#first > LEDGER_ENTRIES_MAX) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}

function weight(entry: LedgerEntry): number {
  return entry.request.body.length + entry.response.body.length + entry.path.length + 512;
}
