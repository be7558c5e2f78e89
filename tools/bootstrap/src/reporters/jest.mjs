import { leaveSummary } from "../leave-summary.mjs";

/** For Jest, beside its own reporter: leaves the package's totals for the checkout's `npm test`. */
// oxlint-disable-next-line import/no-default-export -- Jest takes a reporter so
export default class SummaryReporter {
  /**
   * @param {unknown} _contexts
   * @param {{
   *   numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number,
   *   testResults: {testResults: {fullName: string, status: string}[]}[],
   * }} results
   */
  onRunComplete(_contexts, results) {
    const tests = results.testResults.flatMap(({ testResults }) => testResults);
    const skipped = tests.filter(({ status }) => ["pending", "skipped", "disabled", "todo"].includes(status));
    leaveSummary(process.cwd(), {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: skipped.map(({ fullName }) => ({ name: fullName, tests: 1, reason: "no reason given" })),
    });
  }
}
