import { parseArgs } from "node:util";
import { StartError } from "./start-error.ts";

export interface Options {
  /** Leave after the demonstration instead of staying in the foreground. */
  readonly exit: boolean;
  readonly demonstrate: boolean;
  readonly portOffset: number;
}

export const USAGE = `npm start -- [--exit] [--no-demo] [--port-offset n]

  --exit            leave after the demonstration
  --no-demo         start only
  --port-offset n   add n to every port
`;

const OFFSET_MAX = 61_000;

/** @throws StartError naming the option that cannot be used */
export function parseOptions(args: readonly string[]): Options {
  const { exit = false, "no-demo": noDemo = false, "port-offset": offset = "0" } = parsed(args);
  const portOffset = Number(offset);
  if (!/^\d+$/.test(offset) || portOffset > OFFSET_MAX) {
    throw new StartError(`--port-offset is ${offset}; it must be a whole number from 0 to ${OFFSET_MAX}.\n\n${USAGE}`);
  }
  return { exit, demonstrate: !noDemo, portOffset };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { exit: { type: "boolean" }, "no-demo": { type: "boolean" }, "port-offset": { type: "string" } },
    }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`, { cause: error });
  }
}
