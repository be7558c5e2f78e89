import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as v from "valibot";

const run = promisify(execFile);

/** Runs a host that measures itself, alone in its process, and reads the figures that it prints. */
export async function hostReport<Figures>(
  name: "in-process-host" | "ledger-host",
  schema: v.GenericSchema<unknown, Figures>,
  nodeArgs: readonly string[] = [],
): Promise<Figures> {
  const entry = fileURLToPath(new URL(`./${name}.js`, import.meta.url));
  const { stdout } = await run(process.execPath, [...nodeArgs, entry], { maxBuffer: 1024 * 1024 });
  return v.parse(schema, JSON.parse(stdout));
}
