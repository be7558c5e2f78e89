import * as v from "valibot";
import { TwinkitError } from "@twinkit-pro/twinkit";
import { HostOrder, type HostAnswer } from "./host/host-message.ts";
import { log } from "./host/log.ts";
import { type ServedTwins, serveTwins } from "./host/serve-twins.ts";
import { admitTwins } from "./license/admit-twins.ts";

/** The process that serves twins for `wt up`: takes one order over IPC, answers once, and serves until SIGTERM or SIGINT. */

/** Requests in flight get 5 s, background work 5 s, telemetry 2 s; past this the process ends whatever still runs. */
const STOP_MS_MAX = 15_000;

let served: ServedTwins | null = null;
let stopping = false;

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

async function stop(signal: string): Promise<void> {
  // The second signal ends the process at once.
  if (stopping) process.exit(1);
  stopping = true;
  log({ level: "info", msg: "stopping", signal });
  setTimeout(() => crash("stopping took too long")(null), STOP_MS_MAX).unref();
  await served?.close();
  log({ level: "info", msg: "stopped" });
  process.exit(0);
}

async function takeOrder(order: HostOrder): Promise<HostAnswer> {
  try {
    const { admitted, refused, warnings } = await admitTwins(order.twins, process.env, log);
    if (admitted.length > 0) served = await serveTwins(admitted, process.env);
    const twins = (served?.fleet.listeners ?? []).map(({ twin, port, url }) => ({
      name: twin.name,
      twin: twin.id,
      port,
      url,
    }));
    for (const warning of warnings) log({ level: "warn", msg: warning });
    log({ level: "info", msg: "ready", twins, refused });
    return { type: "ready", twins, refused: [...refused], warnings: [...warnings] };
  } catch (error) {
    log({ level: "error", msg: "start failed", error: describe(error) });
    const code = error instanceof TwinkitError ? error.code : "start_failed";
    const port = error instanceof TwinkitError && error.path !== null ? Number(error.path) : null;
    return { type: "failed", code, message: error instanceof Error ? error.message : String(error), port };
  }
}

process.on("uncaughtException", crash("uncaughtException"));
process.on("unhandledRejection", crash("unhandledRejection"));
process.on("SIGTERM", (signal) => void stop(signal));
process.on("SIGINT", (signal) => void stop(signal));
process.once("message", (message) => {
  void takeOrder(v.parse(HostOrder, message)).then((answer) => {
    process.send?.(answer, () => {
      process.disconnect?.();
      if (answer.type === "failed" || answer.twins.length === 0) process.exit(1);
    });
  });
});
