import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { TEST_SUMMARY_FILE } from "../test-totals.mjs";

const folder = join(import.meta.dirname, "../../fixtures/reporters");
const reporter = (name: string): string => join(import.meta.dirname, `${name}.mjs`);

afterEach(() => rmSync(join(folder, ".turbo"), { recursive: true, force: true }));

function run(args: readonly string[], env: Record<string, string> = {}) {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...rest, CI: "", WT_TEST_RUN: "this-run", ...env },
    encoding: "utf8",
  });
  return {
    status,
    output: stdout + stderr,
    summary: JSON.parse(readFileSync(join(folder, TEST_SUMMARY_FILE), "utf8")),
  };
}

const nodeTest = [
  "--test",
  `--test-reporter=${reporter("node-test")}`,
  "--test-reporter-destination=stdout",
  "some.mjs",
];

/** Feeds a reporter that is a class, as its runner would. */
const feed = (name: string, calls: string): string[] => [
  "--input-type=module",
  "--eval",
  `import Reporter from ${JSON.stringify(reporter(name))}; const reporter = new Reporter(); ${calls}`,
];
const jest = feed(
  "jest",
  `reporter.onRunComplete(null, { numPassedTests: 1, numFailedTests: 1, numRuntimeErrorTestSuites: 0, testResults: [
     { testResults: [{ fullName: "needs something", status: "pending" }, { fullName: "passes", status: "passed" }] }] });`,
);
const playwright = feed(
  "playwright",
  `const made = (name, outcome, ...annotations) => ({ titlePath: () => ["", name], outcome: () => outcome, annotations });
   reporter.onBegin(null, { allTests: () => [made("passes", "expected"), made("fails", "unexpected"),
     made("needs something", "skipped", { type: "skip", description: "no such thing here" })] });
   reporter.onEnd();`,
);

const totals = { package: "fixture-reporters", run: "this-run", passed: 1, failed: 1 };

test("node:test", () => {
  const { status, summary } = run(nodeTest, { FAIL: "1" });
  expect(status).toBe(1);
  const skipped = [{ name: "needs something", tests: 1, reason: "no such thing here" }];
  expect(summary).toEqual({ ...totals, skipped });
  expect(run(nodeTest)).toMatchObject({ status: 0, summary: { passed: 2, failed: 0 } });
});

test("Jest", () => {
  const skipped = [{ name: "needs something", tests: 1, reason: "no reason given" }];
  expect(run(jest)).toMatchObject({ status: 0, summary: { ...totals, skipped } });
});

test("Playwright", () => {
  const skipped = [{ name: "needs something", tests: 1, reason: "no such thing here" }];
  expect(run(playwright)).toMatchObject({ status: 0, summary: { ...totals, skipped } });
});

test.each([
  ["node:test", nodeTest],
  ["Jest", jest],
  ["Playwright", playwright],
])("%s: under CI=true a skipped test fails the run", (_, args) => {
  expect(run(args, { CI: "true" }).status).toBe(1);
});
