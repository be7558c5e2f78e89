import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openOutputFile } from "@twinkit-pro/persist";
import * as v from "valibot";
import { workDirectory } from "../checkout/root.ts";
import type { CheckoutTwin } from "../checkout/twins.ts";
import { WtError } from "../cli/wt-error.ts";
import { HostAnswer, type HostOrder } from "../host/host-message.ts";
import type { HostRecord } from "./host-record.ts";
import { portHolder } from "./port-holder.ts";

/** How long a host may take until its twins listen. */
const READY_MS_MAX = 30_000;

export interface TwinPlace {
  readonly twin: CheckoutTwin;
  readonly port: number;
}

export interface StartedHost {
  /** Null where every twin was refused; no process runs then. */
  readonly record: HostRecord | null;
  readonly answer: Extract<HostAnswer, { type: "ready" }>;
}

/**
 * Starts one detached host process for these twins and waits until they listen.
 * @throws WtError `not_built`, `port_in_use` naming the holder, `start_failed`
 */
export async function startHost(root: string, places: readonly TwinPlace[]): Promise<StartedHost> {
  refuseUnbuilt(places);
  const nonce = randomBytes(16).toString("hex");
  const logFile = join(workDirectory(root), "logs", `${places.map(({ twin }) => twin.name).join("+")}.log`);
  await using output = await openOutputFile(logFile);
  const entry = fileURLToPath(new URL("host.js", import.meta.url));
  const child = spawn(process.execPath, [entry, nonce], {
    cwd: root,
    detached: true,
    stdio: ["ignore", output.fd, output.fd, "ipc"],
  });
  const startedAt = new Date().toISOString();
  const answered = firstAnswer(child, logFile);
  child.send(orderOf(places));
  const answer = await answered;
  if (answer.type === "failed") throw await startError(answer, logFile);
  if (child.connected) child.disconnect();
  child.unref();
  const record = { pid: child.pid ?? 0, nonce, started_at: startedAt, twins: answer.twins };
  return { record: answer.twins.length > 0 ? record : null, answer };
}

function refuseUnbuilt(places: readonly TwinPlace[]): void {
  const unbuilt = places.filter(({ twin }) => !existsSync(twin.module)).map(({ twin }) => twin.name);
  if (unbuilt.length === 0) return;
  throw new WtError(
    "not_built",
    `Not built yet: ${unbuilt.join(", ")}. Run npm start or npm test once in the checkout.`,
  );
}

function orderOf(places: readonly TwinPlace[]): HostOrder {
  return {
    twins: places.map(({ twin, port }) => ({
      name: twin.name,
      twin: twin.manifest.twin_id,
      module: twin.module,
      port,
    })),
  };
}

async function firstAnswer(child: ReturnType<typeof spawn>, logFile: string): Promise<HostAnswer> {
  const waited = AbortSignal.timeout(READY_MS_MAX);
  const message = once(child, "message", { signal: waited }).then(([first]) => v.parse(HostAnswer, first));
  const ended = once(child, "exit", { signal: waited }).then(([code]) => {
    throw new WtError(
      "start_failed",
      `The host ended with ${String(code)} before its twins were ready. See ${logFile}.`,
    );
  });
  try {
    return await Promise.race([message, ended]);
  } catch (error) {
    ended.catch(() => undefined);
    message.catch(() => undefined);
    if (error instanceof WtError) throw error;
    child.kill("SIGKILL");
    const seconds = READY_MS_MAX / 1_000;
    throw new WtError("start_failed", `The twins were not ready after ${seconds} s. See ${logFile}.`, { cause: error });
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
