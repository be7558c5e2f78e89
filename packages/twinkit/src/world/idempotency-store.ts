/** Answers kept per account; the oldest leave first. */
const RECORDS_MAX = 10_000;

export interface IdempotentAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly expiresMs: number;
}

/** Answers to requests with an idempotency key, for one world. Keys are scoped by account. */
export class IdempotencyStore {
  #answers = new Map<string, IdempotentAnswer>();
  /** An image holds the same map: it is copied before it changes. */
  #shared = false;

  /** The answers as they are now, at no cost; changes from here on do not show in it. */
  capture(): ReadonlyMap<string, IdempotentAnswer> {
    this.#shared = true;
    return this.#answers;
  }

  /** Back to the answers of an image. */
  adopt(image: ReadonlyMap<string, IdempotentAnswer>): void {
    this.#answers = image as Map<string, IdempotentAnswer>;
    this.#shared = true;
  }

  get(key: string, nowMs: number): IdempotentAnswer | undefined {
    const answer = this.#answers.get(key);
    if (answer === undefined || answer.expiresMs > nowMs) return answer;
    this.#own();
    this.#answers.delete(key);
    return undefined;
  }

  put(key: string, answer: IdempotentAnswer): void {
    this.#own();
    this.#answers.set(key, answer);
    if (this.#answers.size <= RECORDS_MAX) return;
    const oldest = this.#answers.keys().next();
    if (oldest.done !== true) this.#answers.delete(oldest.value);
  }

  entries(): [string, IdempotentAnswer][] {
    return [...this.#answers];
  }

  restore(entries: readonly (readonly [string, IdempotentAnswer])[]): void {
    this.#answers = new Map(entries);
    this.#shared = false;
  }

  #own(): void {
    if (!this.#shared) return;
    this.#answers = new Map(this.#answers);
    this.#shared = false;
  }
}
