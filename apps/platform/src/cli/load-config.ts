import { parseConfig, type Config } from "../config/config.ts";
import { describeProblems } from "../config/config-problem.ts";
import { PlatformError } from "../errors/platform-error.ts";

/** The configuration from this process's environment. @throws {PlatformError} `configuration_invalid` with every problem */
export function loadConfig(): Config {
  const parsed = parseConfig(process.env, process.cwd());
  if (parsed.ok) return parsed.config;
  throw new PlatformError("configuration_invalid", describeProblems(parsed.problems));
}
