import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { HostRecord } from "./host-record.ts";

const run = promisify(execFile);
const PS_TIMEOUT_MS = 5_000;

/** Whether the recorded process still runs and is the one that was started: pids are used again. */
export async function isOurs({ pid, nonce }: Pick<HostRecord, "pid" | "nonce">): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const commandLine = await commandLineOf(pid);
  return commandLine?.includes(nonce) === true;
}

/** `/proc` on Linux, `ps` elsewhere; null where neither tells. */
async function commandLineOf(pid: number): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return commandLineByPs(pid);
  }
}

async function commandLineByPs(pid: number): Promise<string | null> {
  try {
    const { stdout } = await run("ps", ["-ww", "-o", "args=", "-p", String(pid)], { timeout: PS_TIMEOUT_MS });
    return stdout;
  } catch {
    // ps ends with 1 where the process is gone by now.
    return null;
  }
}

/** Whether any process has this pid. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
