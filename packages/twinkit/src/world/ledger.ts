import type { LedgerEntry } from "@twinkit-pro/contracts";
import { HeaderMemo } from "./header-memo.ts";
import { TextStore } from "./text-store.ts";
import type { SecretLabel } from "./scrub.ts";

export const LEDGER_ENTRIES_MAX = 1_000;
/** Bound of all that the held exchanges weigh, a character of text as one byte. */
export const LEDGER_BYTES_MAX = 16 * 1024 * 1024;

/** An exchange in the ledger. Its entry is made when it is first asked for: most exchanges nobody ever looks at. */
export interface HeldExchange {
  readonly weight: number;
  /** The exchange as others may see it: scrubbed of secrets. `label` says what stands in their place, the first time. */
  readonly entry: (seq: number, label?: SecretLabel) => LedgerEntry;
  /** Called when the exchange leaves the ledger. */
  readonly release: () => void;
}

/** The last exchanges of one world, newest last, bounded in count and bytes. */
export class Ledger {
  /** Long texts of the held exchanges. */
  #texts = new TextStore();
  #headers = new HeaderMemo();
  /** A ring: the oldest stands at `#first`. */
  readonly #held: (HeldExchange | null)[] = [];
  #first = 0;
  #size = 0;
  #bytes = 0;
  #seq = 0;

  /** Entries that have left at the front. */
  get dropped(): number {
    return this.#seq - this.#size;
  }

  get texts(): TextStore {
    return this.#texts;
  }

  /** Headers of requests, most of which repeat. */
  get headers(): HeaderMemo {
    return this.#headers;
  }

  get size(): number {
    return this.#size;
  }

  /** What the held exchanges weigh, at most `LEDGER_BYTES_MAX` unless one alone weighs more. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @returns the number of the exchange, counted from 1 */
  append(held: HeldExchange): number {
    this.#seq += 1;
    if (this.#size === LEDGER_ENTRIES_MAX) this.#dropFirst();
    const at = (this.#first + this.#size) % LEDGER_ENTRIES_MAX;
    if (at === this.#held.length) this.#held.push(held);
    else this.#held[at] = held;
    this.#size += 1;
    this.#bytes += held.weight;
    while (this.#bytes > LEDGER_BYTES_MAX && this.#size > 1) this.#dropFirst();
    return this.#seq;
  }

  /** Entries, oldest first, scrubbed of secrets. */
  list(): LedgerEntry[] {
    const entries: LedgerEntry[] = [];
    for (let at = 0; at < this.#size; at += 1) {
      const held = this.#held[(this.#first + at) % LEDGER_ENTRIES_MAX];
      if (held) entries.push(held.entry(this.dropped + at + 1));
    }
    return entries;
  }

  clear(): void {
    this.#texts = new TextStore();
    this.#headers = new HeaderMemo();
    this.#held.length = 0;
    this.#first = 0;
    this.#size = 0;
    this.#bytes = 0;
    this.#seq = 0;
  }

  #dropFirst(): void {
    const held = this.#held[this.#first];
    if (held) {
      this.#bytes -= held.weight;
      held.release();
    }
    this.#held[this.#first] = null;
    this.#first = (this.#first + 1) % LEDGER_ENTRIES_MAX;
    this.#size -= 1;
  }
}
