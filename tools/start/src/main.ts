import { createConsole } from "./console.ts";
import { readOptions, USAGE } from "./options.ts";
import { EXIT, start } from "./start.ts";
import { stopSignal } from "./stop-signal.ts";

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  process.stdout.write(USAGE);
} else if ("problem" in options) {
  process.stderr.write(`${options.problem}\n\n${USAGE}`);
  process.exitCode = EXIT.usage;
} else {
  const exitCode = await start(options, createConsole(process.stdout, process.stderr), stopSignal());
  // Not left to the event loop: a handle that some library forgot must not keep it running.
  process.exit(exitCode);
}
