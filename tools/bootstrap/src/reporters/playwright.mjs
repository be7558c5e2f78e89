import { leaveSummary } from "../leave-summary.mjs";

/**
 * What this reporter asks of a test.
 * @typedef {{titlePath(): string[], outcome(): string, annotations: {type: string, description?: string}[]}} PlaywrightTest
 */

/** For Playwright, beside its own reporter: leaves the package's totals for the checkout's `npm test`. */
// oxlint-disable-next-line import/no-default-export -- Playwright takes a reporter so
export default class SummaryReporter {
  /** @type {PlaywrightTest[]} */
  #tests = [];
  #errors = 0;

  /**
   * @param {unknown} _config
   * @param {{allTests(): PlaywrightTest[]}} suite
   */
  onBegin(_config, suite) {
    this.#tests = suite.allTests();
  }

  /** An error outside of every test. */
  onError() {
    this.#errors += 1;
  }

  onEnd() {
    const outcomes = this.#tests.map((test) => test.outcome());
    const skipped = this.#tests.filter((test) => test.outcome() === "skipped");
    leaveSummary(process.cwd(), {
      passed: outcomes.filter((outcome) => outcome === "expected" || outcome === "flaky").length,
      failed: outcomes.filter((outcome) => outcome === "unexpected").length + this.#errors,
      skipped: skipped.map((test) => ({
        name: test.titlePath().filter(Boolean).join(" > "),
        tests: 1,
        reason: reasonOf(test),
      })),
    });
    return process.exitCode === 1 ? { status: /** @type {const} */ ("failed") } : undefined;
  }
}

/** @param {PlaywrightTest} test */
function reasonOf({ annotations }) {
  return annotations.find(({ type }) => type === "skip")?.description ?? "no reason given";
}
