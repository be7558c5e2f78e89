import fs from "node:fs";
import { dirname, join } from "node:path";
import { TEST_SUMMARY_FILE } from "./test-totals.mjs";

/**
 * Leaves the totals of a package's test run where `npm test` adds them up, and prints what was skipped and why.
 * Under `CI=true` a skipped test fails the run: a CI machine has everything that a suite needs.
 *
 * @param {string} folder the package's
 * @param {Pick<import("./test-totals.mjs").TestSummary, "passed" | "failed" | "skipped">} totals
 */
export function leaveSummary(folder, totals) {
  const { name } = JSON.parse(fs.readFileSync(join(folder, "package.json"), "utf8"));
  const summary = { package: String(name ?? folder), run: process.env["WT_TEST_RUN"] ?? "", ...totals };
  const file = join(folder, TEST_SUMMARY_FILE);
  fs.mkdirSync(dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(summary, undefined, 2)}\n`);
  if (totals.skipped.length > 0) reportSkipped(totals.skipped);
}

/** @param {import("./test-totals.mjs").SkippedTests[]} skipped */
function reportSkipped(skipped) {
  const lines = skipped.map(({ name, tests, reason }) => `  ${name}: ${reason}${tests > 1 ? ` (${tests} tests)` : ""}`);
  console.log(["Skipped, and why:", ...lines].join("\n"));
  if (!isContinuousIntegration()) return;
  console.error("Under CI=true a skipped test is a failure: install what the suite needs (.ci/run does).");
  process.exitCode = 1;
}

function isContinuousIntegration() {
  const { CI } = process.env;
  return CI !== undefined && CI !== "" && CI !== "false" && CI !== "0";
}
