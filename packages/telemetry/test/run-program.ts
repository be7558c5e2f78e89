import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** Runs a program of `test/programs` to its own end; a handle it leaks would keep it running. */
export async function runProgram(program: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=wondertwin-source", path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number | null];
  expect(code).toBe(0);
  return output.trim();
}
