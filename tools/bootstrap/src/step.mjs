import fs from "node:fs";
import { advise } from "./advice.mjs";
import { ROOT } from "./checkout.mjs";
import { runCommand, wasInterrupted } from "./run-command.mjs";

/** A step that did not succeed: which one, what it ran, how that ended, what to do. */
export class StepFailure extends Error {
  /** @param {{step: string, command: string, exitCode: number, advice: string}} failure */
  constructor({ step, command, exitCode, advice }) {
    super(`Step "${step}" failed: ${command} (exit code ${exitCode})\n${advice}`);
    this.name = "StepFailure";
    this.exitCode = exitCode;
  }
}

/**
 * Runs one step of the bootstrap in the checkout.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {string[]} options.command
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.fallback the advice where what it prints does not tell the cause
 * @param {import("./run-command.mjs").Output} [options.output]
 * @throws {StepFailure} when it exits with anything but 0
 */
export async function step({ name, command, env, fallback, output = "show-and-keep" }) {
  const ended = await runCommand(command, { cwd: ROOT, env, output });
  if (ended.exitCode === 0) return ended;
  if (output === "keep") console.error(ended.tail);
  const advice = wasInterrupted(ended)
    ? "It was interrupted; running it again goes on from there."
    : advise({ output: ended.tail, freeBytes: freeBytes(), fallback });
  throw new StepFailure({ step: name, command: command.join(" "), exitCode: ended.exitCode, advice });
}

/** `statfs` came with Node 18.15. */
function freeBytes() {
  if (fs.statfsSync === undefined) return Number.POSITIVE_INFINITY;
  const { bavail, bsize } = fs.statfsSync(ROOT);
  return bavail * bsize;
}
