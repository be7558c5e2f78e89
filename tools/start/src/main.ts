import { constants } from "node:os";
import { createConsole } from "./console.ts";
import { readOptions, USAGE } from "./options.ts";
import { EXIT, start } from "./start.ts";
import { stopSignal } from "./stop-signal.ts";

/** What a shell shows for a process that a signal ended: 130 for SIGINT, 143 for SIGTERM. */
const EXIT_SIGNAL_BASE = 128;

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  process.stdout.write(USAGE);
} else if ("problem" in options) {
  process.stderr.write(`${options.problem}\n\n${USAGE}`);
  process.exitCode = EXIT.usage;
} else {
  const abandon = new AbortController();
  const stop = stopSignal((signal) => {
    abandon.abort();
    process.exit(EXIT_SIGNAL_BASE + constants.signals[signal]);
  });
  const exitCode = await start(options, createConsole(process.stdout, process.stderr), {
    stop,
    abandon: abandon.signal,
  });
  // Not left to the event loop: a handle that some library forgot must not keep it running.
  process.exit(exitCode);
}
