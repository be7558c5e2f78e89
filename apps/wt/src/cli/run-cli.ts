import { stripVTControlCharacters } from "node:util";
import { type CommandDef, renderUsage, runCommand } from "citty";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { normalizeError } from "./normalize-error.ts";
import { ERROR_EXIT } from "./wt-error.ts";

const EXIT_CODE_HELP = `EXIT CODES

  ${EXIT.ok}  done
  ${EXIT.failed}  something is unhealthy or could not be done
  ${EXIT.usage}  the command line cannot be used
`;

/** Runs a command line. Results go to standard output, failures to standard error. Never rejects. */
export async function runCli(root: CommandDef, rawArgs: readonly string[]): Promise<ExitCode> {
  const asksForHelp = rawArgs.some((arg) => arg === "--help" || arg === "-h");
  if (rawArgs.length === 0 || asksForHelp) {
    print(process.stdout, `${await usageOf(root, rawArgs)}\n${EXIT_CODE_HELP}`);
    return asksForHelp ? EXIT.ok : EXIT.usage;
  }
  try {
    const { result } = await runCommand(root, { rawArgs: [...rawArgs] });
    return typeof result === "number" ? (result as ExitCode) : EXIT.ok;
  } catch (thrown) {
    return explain(thrown, rawArgs.includes("--json"));
  }
}

function explain(thrown: unknown, json: boolean): ExitCode {
  const error = normalizeError(thrown);
  if (json) print(process.stdout, `${JSON.stringify({ error: { code: error.code, message: error.message } })}\n`);
  else print(process.stderr, `wt: ${error.message}\n`);
  if (error.code === "internal" && error.cause instanceof Error) print(process.stderr, `${error.cause.stack}\n`);
  return ERROR_EXIT[error.code];
}

/** Usage of the command that the first word names. */
async function usageOf(root: CommandDef, rawArgs: readonly string[]): Promise<string> {
  const commands = await resolved(root.subCommands);
  const named = commands?.[rawArgs[0] ?? ""];
  return named === undefined ? renderUsage(root) : renderUsage(await resolved(named), root);
}

/** Colours are for terminals; citty writes them always. */
function print(stream: NodeJS.WriteStream, text: string): void {
  stream.write(stream.isTTY ? text : stripVTControlCharacters(text));
}

async function resolved<T>(value: T | Promise<T> | (() => T | Promise<T>)): Promise<T> {
  return typeof value === "function" ? (value as () => T | Promise<T>)() : value;
}
