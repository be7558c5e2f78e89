import type { ReplayEntry } from "@twinkit-pro/contracts";
import type { IdForms } from "./id-forms.ts";
import { IdPairs } from "./id-pairs.ts";
import { Secrets } from "./secrets.ts";

/** Ids of exchanges that were not replayed of which one world keeps track. */
const LOST_IDS_MAX = 100_000;

/** What a replay knows of one world on its way through a bundle. */
export class ReplayWorld {
  readonly pairs: IdPairs;
  readonly secrets = new Secrets();
  /** Why nothing can be replayed here until the next reset. */
  blocked: string | null = null;
  /** By recorded id: the exchange that made it and could not be replayed. */
  readonly #lost = new Map<string, number>();

  constructor(forms: IdForms) {
    this.pairs = new IdPairs(forms);
  }

  /** The recorded world was taken back to its beginning. */
  reset(): void {
    this.pairs.clear();
    this.secrets.clear();
    this.#lost.clear();
    this.blocked = null;
  }

  /** An exchange could not be replayed: what it made is not there. */
  skip({ seq, response }: ReplayEntry): void {
    for (const id of this.pairs.idsIn(response.body)) {
      if (this.#lost.size >= LOST_IDS_MAX) return;
      if (this.pairs.replayedFor(id) === undefined && !this.#lost.has(id)) this.#lost.set(id, seq);
    }
  }

  /** Why an exchange cannot be replayed whatever its form: what it refers to was not made. */
  obstacle({ path, query, request }: ReplayEntry): string | null {
    if (this.blocked !== null || this.#lost.size === 0) return this.blocked;
    for (const id of this.pairs.idsIn(`${path} ${query} ${request.body}`)) {
      const seq = this.#lost.get(id);
      if (seq === undefined || this.pairs.replayedFor(id) !== undefined) continue;
      return `It refers to ${id}, which exchange ${seq} made, and that could not be replayed.`;
    }
    return null;
  }
}
