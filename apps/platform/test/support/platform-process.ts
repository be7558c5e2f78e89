import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { PACKAGE_ROOT } from "../../src/package-root.ts";
import type { DatabasePlace } from "../../src/testing/engines.ts";

/** The command as users run it: the built one. */
const COMMAND = join(PACKAGE_ROOT, "bin", "wt-platform.mjs");

export type TestEnvironment = Readonly<Record<string, string | undefined>>;

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The variables that lead a command to a test's database. */
export function environmentOf({ dataDir, databaseUrl }: DatabasePlace): TestEnvironment {
  return { WT_DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
}

/** Runs a command to its end. */
export async function runPlatform(args: readonly string[], env: TestEnvironment): Promise<CommandResult> {
  const child = start(args, env);
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)]);
  return { code, stdout, stderr };
}

/** A platform in a process of its own. */
export interface PlatformProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** The log so far, a parsed line each. */
  readonly log: Record<string, unknown>[];
  /** The log as it was written, with standard error. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<number | null>;
}

/** Starts `serve` on a free port. Disposing of it kills it. */
export async function servePlatform(
  env: TestEnvironment,
  { preload }: { readonly preload?: string } = {},
): Promise<PlatformProcess> {
  const child = start(["serve"], { PORT: "0", ...env }, preload);
  const exited = exitOf(child);
  const log: Record<string, unknown>[] = [];
  let output = "";
  const listening = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    output += `${line}\n`;
    const entry = JSON.parse(line) as Record<string, unknown>;
    log.push(entry);
    if (entry["msg"] === "listening") listening.resolve(String(entry["url"]));
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  void exited.then((code) => listening.reject(new Error(`The platform ended with ${code}:\n${output}`)));
  return {
    url: await listening.promise,
    pid: child.pid ?? 0,
    log,
    output: () => output,
    kill: (signal) => void child.kill(signal),
    exited,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

function start(args: readonly string[], env: TestEnvironment, preload?: string) {
  const imported = preload === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(preload)}`];
  // Nothing of the environment of the tests themselves: it may name a database or be a CI machine's.
  const { PATH, TMPDIR } = process.env;
  return spawn(process.execPath, [...imported, COMMAND, ...args], {
    env: { PATH, TMPDIR, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("close", (code) => resolve(code)));
}
