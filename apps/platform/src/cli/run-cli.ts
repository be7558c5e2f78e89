import { stripVTControlCharacters } from "node:util";
import { type CommandDef, renderUsage, runCommand } from "citty";
import { ERROR_TABLE, EXIT, type ExitCode } from "../errors/error-table.ts";
import { normalizeError } from "../errors/normalize-error.ts";
import { describeError } from "../logging/logger.ts";
import { EXIT_CODE_HELP } from "./exit-code-help.ts";

/** Runs a command line. Results go to standard output, sentences about failures to standard error. Never rejects. */
export async function runCli(root: CommandDef, rawArgs: readonly string[]): Promise<ExitCode> {
  if (rawArgs.length === 0 || rawArgs.some((arg) => arg === "--help" || arg === "-h")) {
    print(process.stdout, `${await usageOf(root, rawArgs)}\n${EXIT_CODE_HELP}`);
    return rawArgs.length === 0 ? EXIT.usage : EXIT.ok;
  }
  try {
    await runCommand(root, { rawArgs: [...rawArgs] });
    return EXIT.ok;
  } catch (thrown) {
    return explain(thrown);
  }
}

function explain(thrown: unknown): ExitCode {
  if (thrown instanceof Error && thrown.name === "CLIError") {
    print(process.stderr, `wt-platform: ${thrown.message}\nSee wt-platform --help.\n`);
    return EXIT.usage;
  }
  const error = normalizeError(thrown);
  print(process.stderr, `wt-platform: ${error.message}\n`);
  if (error.code === "internal") print(process.stderr, `${JSON.stringify(describeError(error.cause))}\n`);
  return ERROR_TABLE[error.code].exitCode;
}

/** Usage of the command that the words before the first option name. */
async function usageOf(root: CommandDef, rawArgs: readonly string[]): Promise<string> {
  let command = root;
  let parent: CommandDef | undefined;
  for (const word of rawArgs) {
    const subCommands = await resolved(command.subCommands);
    if (word.startsWith("-") || subCommands?.[word] === undefined) break;
    parent = command;
    command = await resolved(subCommands[word]);
  }
  return renderUsage(command, parent);
}

/** Colours are for terminals; citty writes them always. */
function print(stream: NodeJS.WriteStream, text: string): void {
  stream.write(stream.isTTY ? text : stripVTControlCharacters(text));
}

async function resolved<T>(value: T | Promise<T> | (() => T | Promise<T>)): Promise<T> {
  return typeof value === "function" ? (value as () => T | Promise<T>)() : value;
}
