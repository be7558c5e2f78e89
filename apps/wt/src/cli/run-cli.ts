import { stripVTControlCharacters } from "node:util";
import { type CommandDef, renderUsage, runCommand } from "citty";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { normalizeError } from "./normalize-error.ts";
import { ERROR_EXIT, WtError } from "./wt-error.ts";

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
    const [name = "", ...rest] = rawArgs;
    const command = await subCommand(root, name);
    if (command === undefined) throw new WtError("usage", `Unknown command ${JSON.stringify(name)}. See wt --help.`);
    // citty passes on what a command returns only where the command is run itself.
    const { result } = await runCommand(command, { rawArgs: rest });
    return result === EXIT.failed ? EXIT.failed : EXIT.ok;
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
  const command = await subCommand(root, rawArgs[0] ?? "");
  return command === undefined ? renderUsage(root) : renderUsage(command, root);
}

async function subCommand(root: CommandDef, name: string): Promise<CommandDef | undefined> {
  const commands = await resolved(root.subCommands);
  const named = Object.hasOwn(commands ?? {}, name) ? commands?.[name] : undefined;
  return named === undefined ? undefined : resolved(named);
}

/** Colours are for terminals; citty writes them always. */
function print(stream: NodeJS.WriteStream, text: string): void {
  stream.write(stream.isTTY ? text : stripVTControlCharacters(text));
}

async function resolved<T>(value: T | Promise<T> | (() => T | Promise<T>)): Promise<T> {
  return typeof value === "function" ? (value as () => T | Promise<T>)() : value;
}
