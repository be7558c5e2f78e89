import type { ReplayEntry, ReplayReport, ReplayResult } from "@twinkit-pro/contracts";
import type { Differences } from "./compare-answer.ts";

/** Results that a report lists; the others are counted. */
export const RESULTS_LISTED_MAX = 1_000;

/** Counts what came of each exchange, and keeps what is worth telling. */
export class ReplayTally {
  #equal = 0;
  #different = 0;
  #skipped = 0;
  #more = 0;
  readonly #results: ReplayResult[] = [];

  compared(entry: ReplayEntry, { listed, more }: Differences): void {
    if (listed.length === 0) {
      this.#equal += 1;
      return;
    }
    this.#different += 1;
    this.#list({
      ...facts(entry),
      outcome: "different",
      reason: null,
      differences: [...listed],
      more_differences: more,
    });
  }

  skipped(entry: ReplayEntry, reason: string): void {
    this.#skipped += 1;
    this.#list({ ...facts(entry), outcome: "not_replayable", reason, differences: [], more_differences: 0 });
  }

  outcome(): Pick<ReplayReport, "verdict" | "exchanges" | "results" | "more_results"> {
    const verdict = this.#different > 0 ? "different" : this.#skipped > 0 ? "incomplete" : "equal";
    return {
      verdict,
      exchanges: { equal: this.#equal, different: this.#different, not_replayable: this.#skipped },
      results: this.#results,
      more_results: this.#more,
    };
  }

  #list(result: ReplayResult): void {
    if (this.#results.length < RESULTS_LISTED_MAX) this.#results.push(result);
    else this.#more += 1;
  }
}

function facts({ seq, method, path, query, operation, world }: ReplayEntry) {
  return { seq, method, path: query === "" ? path : `${path}?${query}`, operation, world };
}
