import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** A program that a leaked handle keeps running is ended after this, and fails its test. */
const END_BY_ITSELF_MS_MAX = 15_000;

/** Runs a program of `test/programs` to its own end, and gives what it printed. */
export async function runProgram(program: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=wondertwin-source", path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: END_BY_ITSELF_MS_MAX,
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number | null];
  expect(code).toBe(0);
  return output.trim();
}
