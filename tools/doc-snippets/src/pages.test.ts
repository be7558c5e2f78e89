import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import { describe, expect, it } from "vitest";
import { snippetsOf } from "./snippets.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PAGES = ["docs/testing-with-twins.md"];
const RUN_MS_MAX = 30_000;

describe.each(PAGES)("%s", (page) => {
  const { runnable, quoted } = snippetsOf(readFileSync(join(ROOT, page), "utf8"));

  it.each(runnable)("the program at line $line runs", async ({ program }) => {
    expect(await run(program)).toEqual({ exitCode: 0, stderr: "" });
  });

  it.each(quoted)("the block at line $line stands in $file", ({ file, code }) => {
    expect(readFileSync(join(ROOT, file), "utf8")).toContain(code);
  });
});

it("a program that fails is seen to fail", async () => {
  const { runnable } = snippetsOf(
    "```ts setup\nconst fleet = { close() {} };\n```\n```ts run\nthrow new Error('no');\n```\n",
  );
  expect(await run(runnable[0]?.program ?? "")).toEqual({ exitCode: 1, stderr: expect.stringContaining("Error: no") });
});

/** Runs a program as a user would write it: against the built packages, types stripped. */
async function run(program: string): Promise<{ exitCode: number | null; stderr: string }> {
  await using directory = await createTempDirectory();
  const child = spawn(process.execPath, ["--input-type=module-typescript", "--eval", program], {
    cwd: join(import.meta.dirname, ".."),
    env: { PATH: process.env["PATH"], TMPDIR: directory.path },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: RUN_MS_MAX,
    killSignal: "SIGKILL",
  });
  const [[exitCode], stderr] = await Promise.all([
    once(child, "close") as Promise<[number | null]>,
    text(child.stderr),
  ]);
  return { exitCode, stderr };
}
