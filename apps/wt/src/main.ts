import { defineCommand } from "citty";
import { runCli } from "./cli/run-cli.ts";

const main = defineCommand({
  meta: { name: "wt", description: "Twins of SaaS APIs on this machine" },
  subCommands: {
    up: async () => (await import("./commands/up.ts")).up,
    down: async () => (await import("./commands/down.ts")).down,
    status: async () => (await import("./commands/status.ts")).status,
    reset: async () => (await import("./commands/reset.ts")).reset,
    run: async () => (await import("./commands/run.ts")).run,
    replay: async () => (await import("./commands/replay.ts")).replay,
    version: async () => (await import("./commands/version.ts")).version,
  },
});

const exitCode = await runCli(main, process.argv.slice(2));
// Not left to the event loop: a handle that some library forgot must not keep a finished command running.
process.stdout.write("", () => process.exit(exitCode));
