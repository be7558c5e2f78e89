import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child extends AsyncDisposable {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves at the first output, or at the end. */
  readonly spoke: Promise<unknown>;
}

export interface ChildOptions {
  /** A command, with its arguments, that runs the one given after it. */
  readonly prefix?: readonly string[];
  /** Where Node keeps compiled code, so that the hundredth start costs less than the first. */
  readonly compileCache?: string;
}

/** Starts one of the scripts in this folder under this Node. */
export function startChild(
  script: string,
  args: readonly (string | number)[],
  { prefix = [], compileCache }: ChildOptions = {},
): Child {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const [command = "", ...rest] = [...prefix, process.execPath, path, ...args.map(String)];
  const env = { ...process.env, ...(compileCache && { NODE_COMPILE_CACHE: compileCache }) };
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"], env });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  const ended = once(child, "close").then(([code, signal]): Ended => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    ...output,
  }));
  const spoke = Promise.race([once(child.stdout, "data"), ended]);
  const dispose = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  return { process: child, ended, spoke, [Symbol.asyncDispose]: dispose };
}

/** Runs a script to its end. */
export function runChild(
  script: string,
  args: readonly (string | number)[],
  options: ChildOptions = {},
): Promise<Ended> {
  return startChild(script, args, options).ended;
}
