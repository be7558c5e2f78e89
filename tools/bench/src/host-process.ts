import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { Ready } from "./hosts/ready.ts";

export type HostName = "twin-host" | "bare-host" | "node-server-host" | "emulate-host";

/** `USER_HZ`, the same on every Linux of today. */
const TICKS_PER_SECOND = 100;

export interface Host {
  readonly url: string;
  readonly ready: Ready;
  readonly pid: number;
  /** From spawning the process to its ready line, as a caller sees it. */
  readonly readyMs: number;
  readonly stop: () => Promise<void>;
}

/** Starts a host in a process of its own and waits until it is ready. */
export async function startHost(
  name: HostName,
  args: readonly string[] = [],
  engineArgs: readonly string[] = [],
): Promise<Host> {
  const startedMs = performance.now();
  const entry = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [...nodeArgs(args), ...engineArgs, entry, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const firstLine = once(createInterface(child.stdout), "line") as Promise<[string]>;
  const line = await Promise.race([firstLine, exited.then(() => null)]);
  if (line === null) throw new Error(`${name} ${args.join(" ")} ended before it was ready`);
  const readyMs = performance.now() - startedMs;
  const ready = v.parse(Ready, JSON.parse(line[0]));
  return {
    url: ready.urls[0] ?? "",
    ready,
    pid: child.pid ?? 0,
    readyMs,
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** A host that is filled first collects what the filling left over. Others start without: a flag costs the code cache. */
function nodeArgs(args: readonly string[]): string[] {
  return args.includes("--customers") ? ["--expose-gc"] : [];
}

/** `VmRSS` of a process on Linux; 0 where the system does not tell. */
export async function residentBytes(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

/** Processor time that a process has used so far, in seconds (`proc_pid_stat(5)`); NaN where the system does not tell. */
export async function processorSeconds(pid: number): Promise<number> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}
