import { defineCommand } from "citty";
import pino from "pino";
import { installCrashHandlers } from "./cli/crash.ts";
import { runCli } from "./cli/run-cli.ts";
import { createLogger } from "./logging/logger.ts";

const STDOUT_FD = 1;
const STDERR_FD = 2;

const main = defineCommand({
  meta: { name: "wt-platform", description: "The control plane: licences, install, telemetry ingest" },
  subCommands: {
    serve: async () => (await import("./commands/serve.ts")).serve,
    "issue-license": async () => (await import("./commands/issue-license.ts")).issueLicenseCommand,
    keys: async () => (await import("./commands/keys.ts")).keys,
    config: async () => (await import("./commands/config.ts")).config,
  },
});

const rawArgs = process.argv.slice(2);
// Standard output of `serve` is its log; of every other command it is the result.
const logFd = rawArgs[0] === "serve" ? STDOUT_FD : STDERR_FD;
installCrashHandlers(() => createLogger("info", pino.destination({ fd: logFd, sync: true })));
const exitCode = await runCli(main, rawArgs);
// Not left to the event loop: a handle that some library forgot must not keep a finished command running.
process.stdout.write("", () => process.exit(exitCode));
