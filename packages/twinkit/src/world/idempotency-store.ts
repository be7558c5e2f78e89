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

  get(key: string, nowMs: number): IdempotentAnswer | undefined {
    const answer = this.#answers.get(key);
    if (answer === undefined || answer.expiresMs > nowMs) return answer;
    this.#answers.delete(key);
    return undefined;
  }

  put(key: string, answer: IdempotentAnswer): void {
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
  }
}
