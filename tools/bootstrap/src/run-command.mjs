import { spawn } from "node:child_process";
import { constants } from "node:os";

const OUTPUT_TAIL_CHARS = 16_384;
const EXIT_NOT_STARTED = 127;
const EXIT_SIGNAL_BASE = 128;
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * Where what a command prints goes: `show` hands it the terminal, `keep` keeps the end of it for the caller.
 * @typedef {"show" | "show-and-keep" | "keep"} Output
 */

/**
 * `tail` is the end of all that was printed, for the advice when the command failed.
 * @typedef {{exitCode: number, stdout: string, tail: string}} Ended
 */

/**
 * Runs a command to its end and passes signals on to it.
 *
 * @param {string[]} command
 * @param {{cwd: string, env: NodeJS.ProcessEnv, output: Output}} options
 * @returns {Promise<Ended>}
 */
export async function runCommand([file = "", ...args], { cwd, env, output }) {
  const stdio = output === "show" ? "inherit" : "pipe";
  // On Windows npm's and pnpm's commands are scripts, which only a shell can start.
  const shell = process.platform === "win32" && !file.endsWith(".exe");
  const child = spawn(file, args, { cwd, env, shell, stdio: ["inherit", stdio, stdio] });
  const kept = { stdout: "", tail: "" };
  for (const name of /** @type {const} */ (["stdout", "stderr"])) {
    child[name]?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      if (output === "show-and-keep") process[name].write(text);
      if (name === "stdout") kept.stdout = (kept.stdout + text).slice(-OUTPUT_TAIL_CHARS);
      kept.tail = (kept.tail + text).slice(-OUTPUT_TAIL_CHARS);
    });
  }
  const stopForwarding = forwardSignals(child);
  try {
    return await new Promise((resolve) => {
      child.on("error", (error) => resolve({ ...kept, exitCode: EXIT_NOT_STARTED, tail: String(error) }));
      child.on("close", (code, signal) => resolve({ ...kept, exitCode: code ?? exitCodeOf(signal) }));
    });
  } finally {
    stopForwarding();
  }
}

/**
 * Whether it was told to stop, rather than failed; a shell or npm in between turns the signal into an exit code.
 *
 * @param {Ended} ended
 */
export function wasInterrupted({ exitCode }) {
  return SIGNALS.some((signal) => exitCode === exitCodeOf(signal));
}

/** @param {import("node:child_process").ChildProcess} child */
function forwardSignals(child) {
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    // A terminal sends Ctrl-C to the whole process group; forwarding would make it two.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  return () => {
    for (const signal of SIGNALS) process.off(signal, forward);
  };
}

/** @param {NodeJS.Signals | null} signal */
function exitCodeOf(signal) {
  return EXIT_SIGNAL_BASE + (signal ? constants.signals[signal] : 0);
}
