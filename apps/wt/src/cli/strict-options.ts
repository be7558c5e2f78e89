import { parseArgs, type ParseArgsConfig } from "node:util";
import type { ArgsDef } from "citty";
import * as v from "valibot";
import { WtError } from "./wt-error.ts";

export interface CommandLine<Options> {
  readonly options: Options;
  readonly words: readonly string[];
}

/**
 * Reads a command's options strictly: citty ignores those it does not know.
 * @throws WtError `usage` naming the option
 */
export function readCommandLine<Schema extends v.GenericSchema>(
  rawArgs: readonly string[],
  args: ArgsDef,
  schema: Schema,
): CommandLine<v.InferOutput<Schema>> {
  const { values, positionals } = parseStrictly(rawArgs, args);
  const parsed = v.safeParse(schema, values);
  if (parsed.success) return { options: parsed.output, words: positionals };
  const [issue] = parsed.issues;
  throw new WtError("usage", `--${v.getDotPath(issue) ?? "option"}: ${issue.message}.`);
}

function parseStrictly(rawArgs: readonly string[], args: ArgsDef): { values: object; positionals: string[] } {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  let takesWords = false;
  for (const [name, { type }] of Object.entries(args)) {
    if (type === "positional") takesWords = true;
    else options[name] = { type: type === "boolean" ? "boolean" : "string" };
  }
  try {
    return parseArgs({ args: [...rawArgs], options, strict: true, allowPositionals: takesWords });
  } catch (error) {
    throw new WtError("usage", `${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}
