import type { Log } from "@twinkit-pro/twinkit";

/** JSON lines on standard output, which `wt` has directed into the log file. */
export const log: Log = (record) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...record })}\n`);
};
