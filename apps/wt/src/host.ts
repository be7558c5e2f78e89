import { constants } from "node:os";
import { TwinkitError } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { startControl } from "./host/control-server.ts";
import { type HostAnswer, HostOrder, type ServeOrder } from "./host/host-message.ts";
import { log } from "./host/log.ts";
import { type ServedTwins, serveTwins } from "./host/serve-twins.ts";
import { type Admission, admitTwins } from "./license/admit-twins.ts";

/**
 * The process that serves twins for `wt up`: takes its order over IPC, answers once, and serves until SIGTERM or SIGINT.
 * The first signal ends it with 0 when requests in flight and running jobs are finished, the second at once.
 */

/**
 * Requests in flight get 5 s, background work 5 s, worlds that are kept 10 s to be written, telemetry 2 s; past this the
 * process ends whatever still runs.
 */
const STOP_MS_MAX = 25_000;
/** What a shell shows for a process that a signal ended: 130 for SIGINT, 143 for SIGTERM. */
const EXIT_SIGNAL_BASE = 128;

let admission: Admission | null = null;
let served: ServedTwins | null = null;
let stopping = false;
let kept = false;

process.on("uncaughtException", crash("uncaughtException"));
process.on("unhandledRejection", crash("unhandledRejection"));
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return process.exit(EXIT_SIGNAL_BASE + constants.signals[signal]);
    void stop(signal);
  });
}
process.on("disconnect", () => {
  // Nobody knows of this process yet, so nobody would ever stop it.
  if (!kept) void stop("the command that started it is gone");
});
process.on("message", (message) => {
  const order = v.parse(HostOrder, message);
  if (order.type === "serve") return void begin(order);
  kept = true;
  process.disconnect?.();
});

async function begin(order: ServeOrder): Promise<void> {
  const answer = await serve(order);
  process.send?.(answer, () => {
    if (answer.type === "failed" || answer.twins.length === 0) process.exit(1);
  });
}

async function serve({ twins, data, fleetPort }: ServeOrder): Promise<HostAnswer> {
  try {
    admission = await admitTwins(twins, process.env, log);
    const { admitted, refused, warnings } = admission;
    const serving = await serveTwins(admitted, { env: process.env, data, fleetPort });
    served = serving;
    const control = await startControl(serving.stop);
    for (const warning of warnings) log({ level: "warn", msg: warning });
    log({ level: "info", msg: "ready", twins: serving.twins, refused });
    return {
      type: "ready",
      twins: [...serving.twins],
      refused: [...refused],
      warnings: [...warnings],
      control,
      fleet: serving.fleet,
    };
  } catch (error) {
    log({ level: "error", msg: "start failed", error: describe(error) });
    const code = error instanceof TwinkitError ? error.code : "start_failed";
    const port = error instanceof TwinkitError && error.path !== null ? Number(error.path) : null;
    return { type: "failed", code, message: error instanceof Error ? error.message : String(error), port };
  }
}

async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log({ level: "info", msg: "stopping", reason });
  setTimeout(() => crash("stopping took too long")(null), STOP_MS_MAX).unref();
  await served?.close();
  await admission?.noteClock();
  log({ level: "info", msg: "stopped" });
  process.exit(0);
}

function crash(what: string): (error: unknown) => void {
  return (error) => {
    log({ level: "error", msg: what, error: describe(error) });
    process.exit(1);
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by: ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
