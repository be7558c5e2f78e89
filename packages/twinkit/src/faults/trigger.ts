import type { Random } from "../random.ts";
import type { FaultSpec } from "./fault-spec.ts";

/** How often a fault fires among the requests that fit it. */
export class Trigger {
  readonly #spec: Pick<FaultSpec, "rate" | "sequence" | "repeat">;
  readonly #random: Random;
  /** Firings left of a count; null where there is none. */
  #left: number | null;
  /** The next step of a sequence. */
  #step = 0;

  /** Draws once for each request where the spec names a rate; not at all otherwise. */
  constructor(spec: Pick<FaultSpec, "rate" | "count" | "sequence" | "repeat">, random: Random) {
    this.#spec = spec;
    this.#random = random;
    this.#left = spec.count ?? null;
  }

  /** Whether it fires for one more request. */
  pull(): boolean {
    const { rate, sequence, repeat } = this.#spec;
    if (rate !== undefined) return this.#random.next() < rate;
    if (sequence !== undefined) {
      const step = sequence[this.#step];
      this.#step += 1;
      if (repeat === true && this.#step === sequence.length) this.#step = 0;
      return step === "fail";
    }
    if (this.#left === null) return true;
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  /** Firings that are left; null where there is no end to them. */
  get remaining(): number | null {
    const { sequence, repeat } = this.#spec;
    if (sequence === undefined || repeat === true) return this.#left;
    return sequence.slice(this.#step).filter((step) => step === "fail").length;
  }

  /** Whether it will never look at a request again. */
  get spent(): boolean {
    const { sequence, repeat } = this.#spec;
    if (sequence === undefined) return this.#left === 0;
    return repeat !== true && this.#step >= sequence.length;
  }
}
