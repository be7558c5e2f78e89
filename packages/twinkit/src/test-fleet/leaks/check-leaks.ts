import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { Leak, type LeakCheckRequest } from "./leak.ts";

/** The exercise takes about a second on a busy machine; what still runs then is not ending. */
const END_MS_MAX_DEFAULT = 20_000;
/** How much of what a failed check said is told. */
const SAID_CHARS_MAX = 4_096;

/** Runs in the child; it never calls `process.exit`. */
const PROGRAM = `
  import { leaksOf } from "@twinkit-pro/twinkit/testing";
  const { module, requests } = JSON.parse(process.argv[1]);
  const { twin } = await import(module);
  console.log(JSON.stringify(await leaksOf(twin, requests)));
`;

export interface LeakCheckOptions {
  /** Requests that make work for the twin to give up: the more of it, the more the check sees. @default none */
  readonly requests?: readonly LeakCheckRequest[];
  /** How long the process may take in all. @default 20 s */
  readonly endMsMax?: number;
}

/**
 * Runs a twin in a process of its own, closes it in the middle of its work, and looks for what of it is still active:
 * handles, timers, listeners. The process has to end by itself.
 * @param module the twin's built module, which exports its definition as `twin`
 * @throws Error with what the process said where it failed
 */
export async function checkLeaks(module: URL, options: LeakCheckOptions = {}): Promise<Leak[]> {
  const { requests = [], endMsMax = END_MS_MAX_DEFAULT } = options;
  const argument = JSON.stringify({ module: module.href, requests });
  const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM, argument], {
    cwd: dirname(fileURLToPath(module)),
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: endMsMax,
    killSignal: "SIGKILL",
  });
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const [[code, signal], stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  const lastLine = stdout.trimEnd().split("\n").at(-1) ?? "";
  if (signal !== null && lastLine !== "") {
    return [...readLeaks(lastLine), { kind: "process", name: `runs after ${endMsMax / 1_000} s`, madeAt: [] }];
  }
  if (code !== 0)
    throw new Error(
      `The process of the leak check ended with ${String(code ?? signal)}: ${stderr.trim().slice(-SAID_CHARS_MAX)}`,
    );
  return readLeaks(lastLine);
}

function readLeaks(line: string): Leak[] {
  return v.parse(v.pipe(v.string(), v.parseJson(), v.array(Leak)), line);
}
