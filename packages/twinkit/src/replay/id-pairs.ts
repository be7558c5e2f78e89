import type { IdForms } from "./id-forms.ts";

/** Most ids of one world that a replay keeps track of. */
const PAIRS_MAX = 1_000_000;

/** Which replayed id stands for which recorded one, in one world: always the same, and never one for two. */
export class IdPairs {
  readonly #forms: IdForms;
  readonly #replayed = new Map<string, string>();
  readonly #recorded = new Map<string, string>();

  constructor(forms: IdForms) {
    this.#forms = forms;
  }

  /** Takes two ids for each other. @returns false where one of them stands for another already */
  relate(recorded: string, replayed: string): boolean {
    const known = this.#replayed.get(recorded);
    if (known !== undefined) return known === replayed;
    if (this.#recorded.has(replayed) || this.#forms.formOf(recorded) !== this.#forms.formOf(replayed)) return false;
    if (this.#replayed.size < PAIRS_MAX) {
      this.#replayed.set(recorded, replayed);
      this.#recorded.set(replayed, recorded);
    }
    return true;
  }

  /** What stands for a recorded id; undefined for one that no answer had. */
  replayedFor(recorded: string): string | undefined {
    return this.#replayed.get(recorded);
  }

  /** A recorded text as the replay would write it: ids exchanged, all else as it was. */
  translate(text: string): string {
    const parts = this.#forms.split(text);
    if (parts.length === 1) return text;
    return parts.map((part, at) => (at % 2 === 0 ? part : (this.#replayed.get(part) ?? part))).join("");
  }

  /** Cuts a text at its ids: even places are plain, odd places are ids. */
  split(text: string): string[] {
    return this.#forms.split(text);
  }

  /** The ids in a text. */
  idsIn(text: string): string[] {
    return this.split(text).filter((_, at) => at % 2 === 1);
  }

  clear(): void {
    this.#replayed.clear();
    this.#recorded.clear();
  }
}
