import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { readFileSync, rmSync } from "node:fs";
import { TEST_SUMMARY_FILE } from "./test-totals.mjs";

const fixtures = join(import.meta.dirname, "..", "fixtures");
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

afterEach(() => {
  for (const fixture of ["skips", "broken"])
    rmSync(join(fixtures, fixture, ".turbo"), { recursive: true, force: true });
});

function runFixture(name: string, { ci = "", args = [] as string[] } = {}) {
  const root = join(fixtures, name);
  const env = { ...process.env, CI: ci, WT_TEST_RUN: "this-run", NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, "run", "--root", root, ...args], {
    env,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr, summary: JSON.parse(readFileSync(join(root, TEST_SUMMARY_FILE), "utf8")) };
}

test("skipped tests are listed with their reasons, and the run passes", () => {
  const { status, output, summary } = runFixture("skips");
  expect(summary).toEqual({
    package: "fixture-skips",
    run: "this-run",
    passed: 1,
    failed: 0,
    skipped: [
      { name: "src/skips.ts > needs something", tests: 1, reason: "no such thing here" },
      { name: "src/skips.ts > on a server (needs PostgreSQL)", tests: 2, reason: "needs PostgreSQL" },
    ],
  });
  expect(output).toContain("needs something: no such thing here");
  expect(status).toBe(0);
});

test("under CI=true a skipped test fails the run", () => {
  const { status, output } = runFixture("skips", { ci: "true" });
  expect(output).toContain("Under CI=true a skipped test is a failure");
  expect(status).toBe(1);
});

test("a filter by name leaves nothing out but what it filters", () => {
  const { status, summary } = runFixture("skips", { ci: "true", args: ["-t", "runs"] });
  expect(summary).toMatchObject({ passed: 1, failed: 0, skipped: [] });
  expect(status).toBe(0);
});

test("a suite whose preparation fails is a failure, not a skip", () => {
  const { status, summary } = runFixture("broken");
  expect(summary).toMatchObject({ passed: 1, failed: 2, skipped: [] });
  expect(status).toBe(1);
});
