import { leaveSummary } from "../leave-summary.mjs";

/**
 * For node:test, beside its own reporter: leaves the package's totals for the checkout's `npm test`.
 *
 * @param {AsyncIterable<import("node:test/reporters").TestEvent>} events
 * @returns {AsyncGenerator<string>}
 */
// oxlint-disable-next-line import/no-default-export -- node:test takes a reporter so
export default async function* reporter(events) {
  const totals = { passed: 0, failed: 0 };
  /** @type {import("../test-totals.mjs").SkippedTests[]} */
  const skipped = [];
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details.type === "suite") continue;
    if (data.skip !== undefined) skipped.push({ name: data.name, tests: 1, reason: reasonOf(data.skip) });
    else if (type === "test:pass") totals.passed += 1;
    else totals.failed += 1;
  }
  leaveSummary(process.cwd(), { ...totals, skipped });
  yield "";
}

/** @param {string | boolean} skip */
function reasonOf(skip) {
  return typeof skip === "string" && skip !== "" ? skip : "no reason given";
}
