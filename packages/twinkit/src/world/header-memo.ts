type Fields = Readonly<Record<string, string>>;

/** Headers with what they weigh, a character as one byte. */
export interface KeptHeaders {
  readonly fields: Fields;
  readonly weight: number;
}

/** Most clients send the same headers again and again: those of the last request are kept once for all that repeat them. */
export class HeaderMemo {
  #last: KeptHeaders | null = null;
  #count = 0;

  keep(fields: Fields): KeptHeaders {
    const last = this.#last;
    if (last !== null && this.#repeatsLast(fields, last.fields)) return last;
    let weight = 0;
    this.#count = 0;
    for (const name in fields) {
      weight += name.length + (fields[name]?.length ?? 0);
      this.#count += 1;
    }
    return (this.#last = { fields, weight });
  }

  /** Same names, same values; their order counts for nothing (RFC 9110 section 5.3). */
  #repeatsLast(fields: Fields, last: Fields): boolean {
    let count = 0;
    for (const name in fields) {
      if (fields[name] !== last[name]) return false;
      count += 1;
    }
    return count === this.#count;
  }
}
