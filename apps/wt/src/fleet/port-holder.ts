import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const LSOF_TIMEOUT_MS = 5_000;

/** A process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

const LISTEN = "0A";
const COMMAND_CHARACTERS_MAX = 120;

/** Who listens on a TCP port of this machine, where the system tells: Linux's `/proc`, else `lsof`. */
export async function portHolder(port: number): Promise<PortHolder | null> {
  const inodes = new Set([...(await listeners("/proc/net/tcp", port)), ...(await listeners("/proc/net/tcp6", port))]);
  if (inodes.size === 0) return holderByLsof(port);
  for (const name of await names("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid <= 0) continue;
    if (await holdsAny(pid, inodes)) return { pid, command: await commandOf(pid) };
  }
  return null;
}

async function holderByLsof(port: number): Promise<PortHolder | null> {
  try {
    const args = ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"];
    return readLsof((await run("lsof", args, { timeout: LSOF_TIMEOUT_MS })).stdout);
  } catch {
    // Not installed, or it found nobody.
    return null;
  }
}

/** The first process in lsof's output for programs: a field a line, its letter first. */
export function readLsof(output: string): PortHolder | null {
  const [, pid, command] = /^p(\d+)\nc(.*)$/m.exec(output) ?? [];
  return pid === undefined ? null : { pid: Number(pid), command: command ?? "" };
}

/** Inodes of the sockets that listen on the port (proc_net_tcp(5)). */
async function listeners(path: string, port: number): Promise<string[]> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  const lines = (await text(path)).split("\n").slice(1);
  return lines.flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [, local, , state] = fields;
    return local?.endsWith(`:${hexPort}`) === true && state === LISTEN ? [fields[9] ?? ""] : [];
  });
}

async function holdsAny(pid: number, inodes: ReadonlySet<string>): Promise<boolean> {
  for (const fd of await names(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/${pid}/fd/${fd}`))?.[1];
      if (inode !== undefined && inodes.has(inode)) return true;
    } catch {
      // Closed between the listing and the look.
    }
  }
  return false;
}

async function commandOf(pid: number): Promise<string> {
  const words = (await text(`/proc/${pid}/cmdline`)).split("\0").join(" ").trim();
  return words.slice(0, COMMAND_CHARACTERS_MAX) || (await text(`/proc/${pid}/comm`)).trim();
}

/** Another user's process shows nothing; that is no error here. */
async function names(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch {
    return [];
  }
}

async function text(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
}
