import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { Leak, type LeakCheckRequest } from "./leak.ts";

/** The exercise takes about a second, on a busy machine a few. */
const REPORT_MS_MAX = 60_000;
/** A process with nothing left to do ends at once. */
const END_MS_MAX = 2_000;
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
}

/**
 * Runs a twin in a process of its own, closes it in the middle of its work, and looks for what of it is still active:
 * handles, timers, listeners. The process has to end by itself.
 * @param module the twin's built module, which exports its definition as `twin`
 * @throws Error with what the process said where it failed
 */
export async function checkLeaks(module: URL, { requests = [] }: LeakCheckOptions = {}): Promise<Leak[]> {
  const argument = JSON.stringify({ module: module.href, requests });
  const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM, argument], {
    cwd: dirname(fileURLToPath(module)),
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: REPORT_MS_MAX,
    killSignal: "SIGKILL",
  });
  const closed = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const said = text(child.stderr);
  const report = await firstLine(child.stdout);
  child.stdout.resume();
  if (report === null) {
    const [code, signal] = await closed;
    const how = String(code ?? signal);
    throw new Error(`The process of the leak check ended with ${how}: ${(await said).trim().slice(-SAID_CHARS_MAX)}`);
  }
  const leaks = v.parse(v.pipe(v.string(), v.parseJson(), v.array(Leak)), report);
  return (await endsByItself(child, closed)) ? leaks : [...leaks, NOT_ENDED];
}

const NOT_ENDED: Leak = { kind: "process", name: "it does not end by itself", madeAt: [] };

/** The report; null where the process ended without one. */
async function firstLine(stdout: Readable): Promise<string | null> {
  for await (const line of createInterface({ input: stdout })) return line;
  return null;
}

/** Ends it where it does not. */
async function endsByItself(child: ChildProcess, closed: Promise<unknown>): Promise<boolean> {
  const timer = setTimeout(() => child.kill("SIGKILL"), END_MS_MAX);
  await closed;
  clearTimeout(timer);
  return child.signalCode === null;
}
