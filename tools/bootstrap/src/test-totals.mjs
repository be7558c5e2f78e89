/**
 * A skipped test, or a suite skipped whole.
 * @typedef {{name: string, tests: number, reason: string}} SkippedTests
 */

/**
 * What one package's test run leaves behind, written by `summary-reporter.ts`.
 * `run` is the id of the `npm test` that ran it: another id means that turbo answered from its cache.
 * @typedef {{package: string, run: string, passed: number, failed: number, skipped: SkippedTests[]}} TestSummary
 */

/** Where a package's summary lies, relative to its folder. */
export const TEST_SUMMARY_FILE = ".turbo/test-summary.json";

/**
 * @param {TestSummary[]} summaries
 * @param {string} run the id of this run
 * @returns {{line: string, skipped: string[], cached: number}} the totals, what was skipped and why, and how many of
 *   the summaries are of an earlier run
 */
export function addUp(summaries, run) {
  const passed = sum(summaries.map((summary) => summary.passed));
  const failed = sum(summaries.map((summary) => summary.failed));
  const skips = summaries.flatMap((summary) => summary.skipped.map((skip) => ({ ...skip, from: summary.package })));
  const skippedTests = sum(skips.map((skip) => skip.tests));
  return {
    line: `${passed} passed, ${failed} failed${skippedTests === 0 ? "" : `, ${skippedTests} skipped`}`,
    skipped: skips.map((skip) => `${skip.from}: ${skip.name}: ${skip.reason}`),
    cached: summaries.filter((summary) => summary.run !== run).length,
  };
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
