import { isNumbered, splitScrubbed } from "./scrubbed.ts";

/** Most secrets of one world that a replay keeps. */
const SECRETS_MAX = 10_000;

/** The secrets of one world of a replay, by the marks that stand for them in the recording. Nothing of them is shown. */
export class Secrets {
  readonly #known = new Map<string, string>();

  /** Takes a text for a secret. @returns false where the mark stands for another already */
  learn(mark: string, secret: string): boolean {
    if (!isNumbered(mark)) return true;
    const known = this.#known.get(mark);
    if (known !== undefined) return known === secret;
    if (this.#known.size < SECRETS_MAX) this.#known.set(mark, secret);
    return true;
  }

  get(mark: string): string | undefined {
    return this.#known.get(mark);
  }

  /** A text with its secrets put back; null where one of them is not known. */
  restore(text: string, escape: (secret: string) => string = (secret) => secret): string | null {
    let isWhole = true;
    const parts = splitScrubbed(text).map((part, at) => {
      if (at % 2 === 0) return part;
      const secret = this.#known.get(part);
      if (secret === undefined) isWhole = false;
      return secret === undefined ? part : escape(secret);
    });
    return isWhole ? parts.join("") : null;
  }

  clear(): void {
    this.#known.clear();
  }
}
