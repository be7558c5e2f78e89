import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Tells one process from every other, also from a later one with the same pid. */
export interface ProcessIdentity {
  /** Digest of host, boot and pid namespace: pids mean something only inside one of these. */
  readonly machine: string;
  readonly pid: number;
  /** Start time in ticks since boot, `"0"` where the system does not tell. */
  readonly started: string;
}

/** `unknown`: it runs, or ran, on another machine or in another container. */
export type Liveness = "alive" | "dead" | "unknown";

let current: ProcessIdentity | undefined;

/** The identity of this process; the same in each of its threads. */
export function currentProcess(): ProcessIdentity {
  current ??= { machine: machineDigest(), pid: process.pid, started: statOf(process.pid)?.started ?? "0" };
  return current;
}

export function livenessOf({ machine, pid, started }: ProcessIdentity): Liveness {
  if (machine !== currentProcess().machine) return "unknown";
  if (!existsNow(pid)) return "dead";
  const stat = statOf(pid);
  if (!stat) return "alive";
  if (stat.isZombie) return "dead";
  return started === "0" || stat.started === started ? "alive" : "dead";
}

const IDENTITY = /^([0-9a-f]{8})-(\d{1,10})-(\d{1,20})$/;

/** An identity as part of a file name. */
export function identityToText({ machine, pid, started }: ProcessIdentity): string {
  return `${machine}-${pid}-${started}`;
}

export function identityFromText(text: string): ProcessIdentity | undefined {
  const [, machine, pid, started] = IDENTITY.exec(text) ?? [];
  return machine && pid && started ? { machine, pid: Number(pid), started } : undefined;
}

function machineDigest(): string {
  const parts = [
    hostname(),
    tryRead(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")),
    tryRead(() => readlinkSync("/proc/self/ns/pid")),
  ];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 8);
}

function existsNow(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** Linux only: proc(5), /proc/pid/stat, fields 3 (state) and 22 (starttime). */
function statOf(pid: number): { isZombie: boolean; started: string } | undefined {
  const text = tryRead(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The second field is the command in parentheses, which may itself hold blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state && started ? { isZombie: state === "Z" || state === "X", started } : undefined;
}

function tryRead(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
