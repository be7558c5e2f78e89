import { defineCommand } from "citty";
import * as v from "valibot";
import { loadConfig } from "../cli/load-config.ts";
import { readOptions } from "../cli/strict-options.ts";
import { EXIT } from "../errors/error-table.ts";
import { normalizeError } from "../errors/normalize-error.ts";
import { createLogger, type Log } from "../logging/logger.ts";
import { type RunningServer, startServer } from "../server/start-server.ts";

export const serve = defineCommand({
  meta: { name: "serve", description: "Run the platform until SIGTERM or SIGINT. Logs JSON lines to standard output." },
  async run({ rawArgs }) {
    readOptions(rawArgs, {}, v.object({}));
    const config = loadConfig();
    const log = createLogger(config.logLevel);
    const stopSignal = firstSignal();
    const server = await boot(config, log);
    // `silent` must not hide the one line that tells a parent process where to connect.
    createLogger("info").info({ url: server.url, pid: process.pid, issuer: config.issuer }, "listening");
    log.info({ signal: await stopSignal }, "stopping");
    const { cutConnections, stuckTasks } = await server.stop();
    log.info({ cut_connections: cutConnections, stuck_tasks: stuckTasks }, "stopped");
    if (stuckTasks.length > 0) throw new Error(`The shutdown left running: ${stuckTasks.join(", ")}.`);
  },
});

async function boot(config: ReturnType<typeof loadConfig>, log: Log): Promise<RunningServer> {
  const onTaskFailure = (task: string, error: unknown): void => {
    throw new Error(`The background task "${task}" failed.`, { cause: error });
  };
  try {
    return await startServer(config, { log, onTaskFailure });
  } catch (thrown) {
    const error = normalizeError(thrown);
    log.fatal({ code: error.code, err: error }, "boot refused");
    throw error;
  }
}

/** The first signal asks to stop. The second ends the process at once, whatever is in work. */
async function firstSignal(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let isStopping = false;
  const onSignal = (signal: string): void => {
    if (isStopping) process.exit(EXIT.internal);
    isStopping = true;
    resolve(signal);
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  return promise;
}
