import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openOutputFile } from "@twinkit-pro/persist";
import * as v from "valibot";
import packageJson from "../../package.json" with { type: "json" };
import type { CheckoutTwin } from "../checkout/twins.ts";
import { WtError } from "../cli/wt-error.ts";
import { HostAnswer, type HostedTwin, type HostOrder, type RefusedTwin } from "../host/host-message.ts";
import type { HostRecord } from "./host-record.ts";
import { portHolder } from "./port-holder.ts";

/** How long a host may take until its twins listen. */
const READY_MS_MAX = 30_000;
/** How long a host may take to end when nobody wants it after all; it bounds its own end at 25 s. */
const DISCARD_MS_MAX = 30_000;

export interface TwinPlace {
  readonly twin: CheckoutTwin;
  readonly port: number;
}

export interface HostChoices {
  /** Absolute path of the directory that keeps the worlds; null keeps none. */
  readonly data: string | null;
  /** Port of the fleet's own admin API, if it is free. */
  readonly fleetPort: number;
}

/** A host that serves, and ends with this process unless it is kept. */
export interface StartedHost {
  /** Null where every twin was refused; no process runs then. */
  readonly record: HostRecord | null;
  readonly refused: readonly RefusedTwin[];
  readonly warnings: readonly string[];
  /** From here on the host runs by itself: it has to be recorded before. */
  readonly keep: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

/**
 * Starts one detached host process for these twins and waits until they listen.
 * @throws WtError `not_built`, `port_in_use` naming the holder, `start_failed`
 */
export async function startHost(
  stateDirectory: string,
  places: readonly TwinPlace[],
  { data, fleetPort }: HostChoices,
): Promise<StartedHost> {
  refuseUnbuilt(places);
  const nonce = randomBytes(16).toString("hex");
  const logFile = join(stateDirectory, "logs", `${places.length === 1 ? places[0]?.twin.name : "fleet"}.log`);
  const startedAt = new Date().toISOString();
  const child = await spawnHost(nonce, logFile, stateDirectory);
  const answered = firstAnswer(child, logFile);
  send(child, { type: "serve", twins: hostedTwins(places), data, fleetPort });
  const answer = await answered;
  if (answer.type === "failed") throw await startError(answer, logFile);
  const { twins, refused, warnings, control, fleet } = answer;
  const { version } = packageJson;
  const record = {
    pid: child.pid ?? 0,
    nonce,
    started_at: startedAt,
    version,
    log_file: logFile,
    control,
    fleet,
    twins,
  };
  return {
    record: twins.length > 0 ? record : null,
    refused,
    warnings,
    keep: () => keep(child),
    discard: () => discard(child),
  };
}

function refuseUnbuilt(places: readonly TwinPlace[]): void {
  const unbuilt = places.filter(({ twin }) => !existsSync(twin.module)).map(({ twin }) => twin.name);
  if (unbuilt.length === 0) return;
  throw new WtError(
    "not_built",
    `Not built yet: ${unbuilt.join(", ")}. Run npm start or npm test once in the checkout.`,
  );
}

/** It works in the state directory: the one `wt` was called in may be deleted while it runs. */
async function spawnHost(nonce: string, logFile: string, stateDirectory: string): Promise<ChildProcess> {
  await using output = await openOutputFile(logFile);
  const entry = fileURLToPath(new URL("host.js", import.meta.url));
  const stdio = ["ignore", output.fd, output.fd, "ipc"] as const;
  return spawn(process.execPath, [entry, nonce], { cwd: stateDirectory, detached: true, stdio: [...stdio] });
}

function hostedTwins(places: readonly TwinPlace[]): HostedTwin[] {
  return places.map(({ twin, port }) => ({
    name: twin.name,
    twin: twin.manifest.twin_id,
    module: twin.module,
    port,
  }));
}

/** A host that is gone already is noticed by its exit. */
function send(child: ChildProcess, order: HostOrder): void {
  if (child.connected) child.send(order, () => undefined);
}

async function keep(child: ChildProcess): Promise<void> {
  if (!child.connected) return;
  const released = once(child, "disconnect");
  send(child, { type: "keep" });
  await released;
  child.unref();
}

async function discard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), DISCARD_MS_MAX);
  if (child.connected) child.disconnect();
  await ended;
  clearTimeout(timer);
}

async function firstAnswer(child: ChildProcess, logFile: string): Promise<HostAnswer> {
  const waiting = new AbortController();
  const signal = AbortSignal.any([waiting.signal, AbortSignal.timeout(READY_MS_MAX)]);
  const message = once(child, "message", { signal }).then(([first]) => v.parse(HostAnswer, first));
  const ended = once(child, "exit", { signal }).then(([code, by]) => {
    const how = by === null ? `with ${String(code)}` : `by ${String(by)}`;
    throw new WtError("start_failed", `The host ended ${how} before its twins were ready. See ${logFile}.`);
  });
  try {
    return await Promise.race([message, ended]);
  } catch (error) {
    if (error instanceof WtError) throw error;
    child.kill("SIGKILL");
    const seconds = READY_MS_MAX / 1_000;
    throw new WtError("start_failed", `The twins were not ready after ${seconds} s. See ${logFile}.`, { cause: error });
  } finally {
    waiting.abort();
    await Promise.allSettled([message, ended]);
  }
}

async function startError(answer: Extract<HostAnswer, { type: "failed" }>, logFile: string): Promise<WtError> {
  if (answer.code !== "port_in_use" || answer.port === null) {
    return new WtError("start_failed", `The twins did not start: ${answer.message} See ${logFile}.`);
  }
  const holder = await portHolder(answer.port);
  const who = holder === null ? "another process" : `process ${holder.pid} (${holder.command})`;
  return new WtError("port_in_use", `${answer.message} Port ${answer.port} is held by ${who}.`);
}
