import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openOutputFile, readTextIfExists } from "@twinkit-pro/persist";
import * as v from "valibot";
import type { Places } from "./places.ts";
import { PROGRAMS } from "./run-program.ts";
import { StartError } from "./start-error.ts";

/** The first boot unpacks a database; later ones are quick. */
const BOOT_MS_MAX = 60_000;
const STOP_MS_MAX = 20_000;
const LOOK_MS = 50;
const LOG_BYTES_MAX = 64 * 1024 * 1024;

const LogLine = v.object({
  msg: v.string(),
  level: v.optional(v.string()),
  pid: v.optional(v.number()),
  err: v.optional(v.object({ message: v.string() })),
});

export interface Platform {
  readonly env: NodeJS.ProcessEnv;
  /** SIGTERM, then SIGKILL where that does not help. Idempotent. */
  readonly stop: () => Promise<void>;
}

/** The environment in which the platform's commands mean the platform of this start. */
export function platformEnv(places: Places): NodeJS.ProcessEnv {
  return { ...process.env, PORT: String(places.platformPort), WT_DATA_DIR: join(places.work, "platform") };
}

/** Starts the platform and waits until it listens. @throws StartError with what its log says */
export async function startPlatform(places: Places): Promise<Platform> {
  const logFile = join(places.work, "logs", "platform.log");
  const env = platformEnv(places);
  await using output = await openOutputFile(logFile);
  const entry = join(places.root, PROGRAMS["wt-platform"]);
  const child = spawn(process.execPath, [entry, "serve"], {
    cwd: places.root,
    env,
    // A group of its own: Ctrl-C reaches this process alone, which then stops everything in order.
    detached: true,
    stdio: ["ignore", output.fd, output.fd],
  });
  const exited = once(child, "exit");
  try {
    await listening(child, logFile);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  let stopped: Promise<void> | null = null;
  return { env, stop: () => (stopped ??= stop(child, exited)) };
}

async function listening(child: ChildProcess, logFile: string): Promise<void> {
  const deadline = performance.now() + BOOT_MS_MAX;
  while (performance.now() < deadline) {
    const lines = await logLines(logFile);
    if (lines.some(({ msg, pid }) => msg === "listening" && pid === child.pid)) return;
    if (child.exitCode !== null) {
      const reason =
        lines.findLast(({ level }) => level === "fatal")?.err?.message ?? `it ended with ${child.exitCode}`;
      throw new StartError(`The platform did not start: ${reason} Its log is ${logFile}.`);
    }
    await sleep(LOOK_MS);
  }
  throw new StartError(`The platform did not listen within ${BOOT_MS_MAX / 1_000} s. Its log is ${logFile}.`);
}

async function logLines(logFile: string): Promise<v.InferOutput<typeof LogLine>[]> {
  const text = (await readTextIfExists(logFile, { maxBytes: LOG_BYTES_MAX })) ?? "";
  return text.split("\n").flatMap((line) => {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), LogLine), line);
    return parsed.success ? [parsed.output] : [];
  });
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await exited;
  clearTimeout(late);
}
