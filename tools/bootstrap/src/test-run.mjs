import { randomUUID } from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";
import { ROOT, packageFolders, readJson } from "./checkout.mjs";
import { runCommand } from "./run-command.mjs";
import { TEST_SUMMARY_FILE, addUp } from "./test-totals.mjs";

const TASKS = ["build", "typecheck", "lint", "test"];

/**
 * Runs all of turbo's tasks and prints the totals of all packages' tests.
 *
 * @param {object} options
 * @param {string[]} options.args go to turbo; what follows a `--` among them goes to vitest, and then only tests run
 * @param {NodeJS.ProcessEnv} options.env
 * @param {number} options.startedAt in ms since the epoch
 * @returns {Promise<number>} the exit code
 */
export async function runTests({ args, env, startedAt }) {
  const run = randomUUID();
  const again = readSummaries().some((summary) => summary.skipped.length > 0);
  for (const folder of packageFolders()) fs.rmSync(join(folder, TEST_SUMMARY_FILE), { force: true });

  const options = ["--continue=dependencies-successful", "--output-logs=new-only"];
  if (process.env["CI"]) options.push("--force=true");
  const command = ["turbo", "run", ...(args.includes("--") ? ["test"] : TASKS), ...options, ...args];
  // What was skipped last time may find what it needs by now, so turbo's cache must not answer for it.
  const testEnv = { ...env, WT_TEST_RUN: run, WT_TEST_AGAIN: again ? run : "" };
  const { exitCode } = await runCommand(command, { cwd: ROOT, env: testEnv, output: "show" });

  const summaries = readSummaries();
  const silent = args.length > 0 ? [] : packagesWithout(summaries);
  const { line, skipped, cached } = addUp(summaries, run);
  print("Skipped, and why:", skipped);
  print("Failed, or not run because something before them failed:", silent);
  if (cached > 0)
    console.log(`\n${cached} packages are unchanged since their tests last passed; those results count here.`);
  if (exitCode !== 0)
    console.log(`\nnpm test: a task failed, see above (${command.slice(0, 2).join(" ")}: exit code ${exitCode}).`);
  console.log(`\nTime: ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n${line}`);
  return exitCode === 0 && silent.length > 0 ? 1 : exitCode;
}

/** @returns {import("./test-totals.mjs").TestSummary[]} */
function readSummaries() {
  const files = packageFolders().map((folder) => join(folder, TEST_SUMMARY_FILE));
  return files.filter((file) => fs.existsSync(file)).map(readJson);
}

/**
 * Packages that have tests to run, and left no result.
 *
 * @param {import("./test-totals.mjs").TestSummary[]} summaries
 */
function packagesWithout(summaries) {
  const manifests = packageFolders().map((folder) => readJson(join(folder, "package.json")));
  const tested = new Set(summaries.map((summary) => summary.package));
  return manifests.filter(({ name, scripts }) => scripts?.test && !tested.has(name)).map(({ name }) => name);
}

/**
 * @param {string} title
 * @param {string[]} lines
 */
function print(title, lines) {
  if (lines.length > 0) console.log(["", title, ...lines.map((line) => `  ${line}`)].join("\n"));
}
