import type { Log } from "../logging/logger.ts";
import { EXIT } from "../errors/error-table.ts";

/**
 * What nobody caught is logged with its causes, and the process ends with 1: its state can no longer be trusted.
 * Node would print and exit by itself, but not as a line of the log.
 */
export function installCrashHandlers(openLog: () => Log): void {
  const crash = (what: string) => (error: unknown) => {
    openLog().fatal({ err: error }, what);
    process.exit(EXIT.internal);
  };
  process.on("uncaughtException", crash("uncaughtException"));
  process.on("unhandledRejection", crash("unhandledRejection"));
}
