export { type Config, parseConfig, type ParsedConfig } from "./config/config.ts";
export { type ConfigProblem, describeProblems } from "./config/config-problem.ts";
export { PORT_DEFAULT } from "./config/environment.ts";
export { EXIT, type ExitCode, type PlatformErrorCode } from "./errors/error-table.ts";
export { PlatformError } from "./errors/platform-error.ts";
export { createLogger, type Log } from "./logging/logger.ts";
export { LicenseOrderBody } from "./licenses/license-order.ts";
export { DRAIN_REQUESTS_MS, DRAIN_TASKS_MS, type RunningServer, startServer } from "./server/start-server.ts";
