import { parseArgs } from "node:util";

/** What `npm start -- …` was asked for. */
export interface Options {
  /** Leave after the demonstration. */
  readonly exit: boolean;
  readonly demo: boolean;
  /** Added to every port. */
  readonly portOffset: number;
}

export const USAGE = `npm start [-- options]

  --exit           stop everything after the demonstration, with exit code 0 or 1
  --no-demo        start without the demonstration
  --port-offset n  add n to every port
  --help           this
`;

/** Ports of the table end at 4138. */
const PORT_OFFSET_MAX = 60_000;

/** @returns the options, `"help"`, or what is wrong with the command line */
export function readOptions(args: readonly string[]): Options | "help" | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        exit: { type: "boolean", default: false },
        demo: { type: "boolean", default: true },
        "port-offset": { type: "string", default: "0" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return "help";
    const offset = /^\d{1,5}$/.test(values["port-offset"]) ? Number(values["port-offset"]) : Number.NaN;
    if (!(offset <= PORT_OFFSET_MAX))
      return { problem: `--port-offset must be a number from 0 to ${PORT_OFFSET_MAX}.` };
    return { exit: values.exit, demo: values.demo, portOffset: offset };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
