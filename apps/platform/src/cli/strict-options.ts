import { parseArgs, type ParseArgsConfig } from "node:util";
import type { ArgsDef } from "citty";
import * as v from "valibot";
import { PlatformError } from "../errors/platform-error.ts";

/**
 * Reads a command's options again, strictly: citty ignores options it does not know, and keeps only the last of several.
 * Text options come as lists, in the order given.
 *
 * @throws {PlatformError} `invalid_request` naming the option
 */
export function readOptions<Schema extends v.GenericSchema>(
  rawArgs: readonly string[],
  args: ArgsDef,
  schema: Schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, parseStrictly(rawArgs, args));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const option = v.getDotPath(issue)?.split(".")[0];
  const what = issue.received === "undefined" ? "is required" : issue.message;
  throw new PlatformError("invalid_request", `--${option}: ${what}.`, { path: option });
}

function parseStrictly(rawArgs: readonly string[], args: ArgsDef): unknown {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const [name, { type }] of Object.entries(args)) {
    options[name] = type === "boolean" ? { type } : { type: "string", multiple: true };
  }
  try {
    return parseArgs({ args: [...rawArgs], options, strict: true }).values;
  } catch (error) {
    throw new PlatformError("invalid_request", error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

/** An option given exactly once. */
export function single<Schema extends v.GenericSchema<string, unknown>>(schema: Schema) {
  return v.pipe(
    v.array(v.string()),
    v.maxLength(1, "may be given once only"),
    v.transform(([value = ""]) => value),
    schema,
  );
}
