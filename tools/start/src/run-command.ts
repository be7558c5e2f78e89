import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { StartFailure } from "./start-failure.ts";

/** `wt down` alone may take 30 s for a process that does not end. */
const RUN_MS_MAX = 120_000;

export interface CommandRun {
  readonly exitCode: number | null;
  /** The JSON document on standard output; undefined where there is none. */
  readonly document: unknown;
  readonly stderr: string;
}

/** Runs a command of the checkout under this Node, in a process group of its own: Ctrl-C must not cut it short. */
export async function runCommand(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandRun> {
  const child = spawn(process.execPath, [file, ...args], {
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: RUN_MS_MAX,
    killSignal: "SIGKILL",
  });
  const closed = once(child, "close") as Promise<[number | null]>;
  const [[exitCode], stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { exitCode, document: parseJson(stdout), stderr: stderr.trim() };
}

/**
 * {@link runCommand} that has to succeed.
 * @returns the JSON document it printed
 * @throws StartFailure with what it said
 */
export async function requireCommand(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  const { exitCode, document, stderr } = await runCommand(file, args, env);
  if (exitCode === 0) return document;
  throw new StartFailure(messageIn(document) ?? (stderr || `${file} ended with ${String(exitCode)}.`));
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source) as unknown;
  } catch {
    return undefined;
  }
}

/** `{"error": {"message"}}`, or the sentences about refused twins and unhealthy ones. */
function messageIn(document: unknown): string | undefined {
  const { error, refused, twins } = (document ?? {}) as {
    readonly error?: { readonly message?: string };
    readonly refused?: readonly { readonly message: string }[];
    readonly twins?: readonly { readonly twin: string; readonly problem: string | null }[];
  };
  const unhealthy = twins?.filter(({ problem }) => problem !== null) ?? [];
  const sentences = [
    ...(error?.message === undefined ? [] : [error.message]),
    ...(refused ?? []).map(({ message }) => message),
    ...unhealthy.map(({ twin, problem }) => `${twin} is unhealthy: ${problem}.`),
  ];
  return sentences.length === 0 ? undefined : sentences.join("\n");
}
