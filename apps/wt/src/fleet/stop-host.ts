import { setTimeout as sleep } from "node:timers/promises";
import type { HostRecord } from "./host-record.ts";
import { isOurs } from "./process-identity.ts";

/** A host ends within 25 s of SIGTERM by itself. */
const TERM_MS_MAX = 30_000;
const KILL_MS_MAX = 5_000;
const LOOK_MS = 25;

export type Stopped = "stopped" | "killed" | "was not running";

/** Ends a host: asks, waits, and kills where asking does not help. Never touches a process that is not ours. */
export async function stopHost(record: HostRecord): Promise<Stopped> {
  if (!(await signalled(record, "SIGTERM"))) return "was not running";
  if (await gone(record, TERM_MS_MAX)) return "stopped";
  await signalled(record, "SIGKILL");
  await gone(record, KILL_MS_MAX);
  return "killed";
}

async function signalled(record: HostRecord, signal: "SIGTERM" | "SIGKILL"): Promise<boolean> {
  if (!(await isOurs(record))) return false;
  try {
    process.kill(record.pid, signal);
    return true;
  } catch {
    // Ended between the look and the signal.
    return false;
  }
}

async function gone(record: HostRecord, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (await isOurs(record)) {
    if (performance.now() > deadline) return false;
    await sleep(LOOK_MS);
  }
  return true;
}
