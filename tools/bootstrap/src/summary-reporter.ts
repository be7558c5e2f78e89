import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason, TestSuite, Vitest } from "vitest/node";
import { leaveSummary } from "./leave-summary.mjs";
import { TEST_SUMMARY_FILE } from "./test-totals.mjs";
import type { SkippedTests } from "./test-totals.mjs";

/**
 * Leaves the totals of a package's test run where `npm test` adds them up, and prints what was skipped and why.
 * Under `CI=true` a skipped test fails the run: a CI machine has everything that a suite needs.
 */
export class SummaryReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
    rmSync(join(vitest.config.root, TEST_SUMMARY_FILE), { force: true });
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const vitest = this.#vitest;
    if (vitest === undefined || vitest.config.watch) return;
    // With `-t`, everything that does not match counts as skipped; nobody asked to hear of it.
    const filtered = vitest.config.testNamePattern !== undefined;
    const totals = count(modules, unhandledErrors.length);
    if (reason === "failed" && totals.failed === 0) totals.failed = 1;
    leaveSummary(vitest.config.root, { ...totals, skipped: filtered ? [] : modules.flatMap(skippedIn) });
  }
}

function count(modules: readonly TestModule[], unhandledErrors: number): { passed: number; failed: number } {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const failedTests = tests.filter((test) => test.result().state === "failed").length;
  const failedSuites = suites.filter((suite) => suite.errors().length > 0).length;
  const passed = tests.filter((test) => test.result().state === "passed").length;
  return { passed, failed: failedTests + failedSuites + unhandledErrors };
}

/** A suite that is skipped whole is one entry; a test that did not run because its suite failed is none. */
function skippedIn(container: TestModule | TestSuite): SkippedTests[] {
  if (container.errors().length > 0) return [];
  const tests = [...container.children.allTests()];
  const skipped = tests.filter((test) => test.result().state === "skipped");
  const [first] = skipped;
  if (first === undefined) return [];
  if (container.type === "suite" && skipped.length === tests.length)
    return [{ name: nameOf(container), tests: tests.length, reason: noteOf(first) ?? reasonInTitle(container.name) }];
  return [...container.children].flatMap((child) => (child.type === "suite" ? skippedIn(child) : skippedTest(child)));
}

function skippedTest(test: TestCase): SkippedTests[] {
  if (test.result().state !== "skipped") return [];
  return [{ name: nameOf(test), tests: 1, reason: noteOf(test) ?? reasonInTitle(test.name) }];
}

function nameOf(entity: TestCase | TestSuite): string {
  return `${entity.module.relativeModuleId} > ${entity.fullName}`;
}

/** What `ctx.skip("…")` was given. */
function noteOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === "skipped" ? result.note : undefined;
}

/** `describe.skipIf(…)` takes no note, so its title carries the reason in brackets: `"… (needs PostgreSQL)"`. */
function reasonInTitle(title: string): string {
  return /\(([^()]+)\)\s*$/.exec(title)?.[1] ?? "no reason given";
}
