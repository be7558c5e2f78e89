// `npm start` and `npm test`: sets the checkout up, then runs it. What is already there is not done again.
// This file and tools/bootstrap are plain JavaScript for Node 18.12 or newer, because nothing is installed yet.
import { join } from "node:path";
import { ROOT, readJson } from "./tools/bootstrap/src/checkout.mjs";
import { install } from "./tools/bootstrap/src/install.mjs";
import { runCommand } from "./tools/bootstrap/src/run-command.mjs";
import { StepFailure, step } from "./tools/bootstrap/src/step.mjs";
import { runTests } from "./tools/bootstrap/src/test-run.mjs";

const PARENT_CHECK_MS = 250;
const [task, ...args] = process.argv.slice(2);
const startedAt = Date.now();

stopWithNpm();
try {
  process.exitCode = await main();
} catch (error) {
  console.error(`\nnpm ${task}:`, error instanceof StepFailure ? error.message : error);
  process.exitCode = error instanceof StepFailure ? error.exitCode : 1;
}

async function main() {
  if (task !== "start" && task !== "test") {
    console.error("Usage: node bootstrap.mjs start|test [arguments]");
    return 2;
  }
  const { node, env } = await install(readJson(join(ROOT, "package.json")));
  return task === "test" ? runTests({ args, env, startedAt }) : start(node, env);
}

/** A signal to `npm start` ends the shell between npm and this process, and goes no further. */
function stopWithNpm() {
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return;
  const look = () => process.ppid === shell || process.kill(process.pid, "SIGTERM");
  setInterval(look, PARENT_CHECK_MS).unref();
}

/**
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
async function start(node, env) {
  const command = ["turbo", "run", "build", "--output-logs=errors-only"];
  await step({
    name: "build",
    command,
    env,
    fallback: "The package that is named above does not build.",
    output: "show",
  });
  // The real binary, not a wrapper: it gets the signals, and its exit code is ours.
  const entry = join(ROOT, "tools", "start", "dist", "main.js");
  return (await runCommand([node, entry, ...args], { cwd: ROOT, env, output: "show" })).exitCode;
}
