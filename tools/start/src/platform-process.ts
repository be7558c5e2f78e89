import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { createHttpClient, type HttpClient } from "@twinkit-pro/httpclient";
import { openOutputFile } from "@twinkit-pro/persist";
import type { Checkout } from "./checkout.ts";
import { StartFailure } from "./start-failure.ts";

/** A first boot unpacks a database; on a busy machine that takes its time. */
const READY_MS_MAX = 60_000;
const LOOK_MS = 25;
/** The platform drains for at most 15 s. */
const STOP_MS_MAX = 20_000;

export interface PlatformProcess {
  readonly url: string;
  /** Resolves with what it said when it ended, wanted or not. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts `wt-platform serve`, its log in a file, and waits until it is ready.
 * @throws StartFailure with what it said where it ended before
 */
export async function startPlatform(
  checkout: Checkout,
  env: NodeJS.ProcessEnv,
  abandon: AbortSignal,
): Promise<PlatformProcess> {
  const child = await spawnServe(checkout, env);
  abandon.addEventListener("abort", () => child.kill("SIGTERM"));
  const said = child.stderr === null ? Promise.resolve("") : text(child.stderr);
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = exited.then(async ([code, by]) => (await said).trim() || howItEnded(code, by));
  const stop = (): Promise<void> => stopChild(child, ended);
  const url = `http://127.0.0.1:${checkout.platformPort}`;
  try {
    await ready(url, ended);
    return { url, ended, stop };
  } catch (error) {
    await stop();
    if (error instanceof StartFailure) throw new StartFailure(`${error.message}\nIts log is ${checkout.platformLog}.`);
    throw error;
  }
}

function howItEnded(code: number | null, by: NodeJS.Signals | null): string {
  return by === null ? `it exited with ${String(code)}.` : `it was killed by ${by}.`;
}

/** In a process group of its own: Ctrl-C stops the twins first, so that the last of their telemetry arrives. */
async function spawnServe({ wtPlatform, platformLog }: Checkout, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  await using log = await openOutputFile(platformLog);
  const stdio = ["ignore", log.fd, "pipe"] as const;
  return spawn(process.execPath, [wtPlatform, "serve"], { env, detached: true, stdio: [...stdio] });
}

async function ready(url: string, ended: Promise<string>): Promise<void> {
  await using http = createHttpClient({ component: "start", retries: 0, timeoutMs: 2_000, loopbackOnly: true });
  const failed = ended.then((said) => {
    throw new StartFailure(`The platform did not start: ${said}`);
  });
  await Promise.race([failed, untilReady(http, url)]);
}

async function untilReady(http: HttpClient, url: string): Promise<void> {
  const deadline = performance.now() + READY_MS_MAX;
  while (!(await isReady(http, url))) {
    if (performance.now() > deadline) throw new StartFailure(`The platform was not ready after ${READY_MS_MAX} ms.`);
    await sleep(LOOK_MS);
  }
}

async function isReady(http: HttpClient, url: string): Promise<boolean> {
  try {
    return (await http.request({ method: "GET", url: `${url}/readyz` })).status === 200;
  } catch {
    return false;
  }
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await ended;
  clearTimeout(timer);
}
