import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { runCommand, wasInterrupted } from "./run-command.mjs";

const node = process.execPath;
const options = { cwd: tmpdir(), env: process.env, output: "keep" } as const;

test("what a command prints is kept, and its exit code is passed on", async () => {
  const ended = await runCommand([node, "-e", "console.log('out'); console.error('err'); process.exit(3)"], options);
  expect(ended).toMatchObject({ exitCode: 3, stdout: "out\n" });
  expect(ended.tail).toContain("err");
  expect(wasInterrupted(ended)).toBe(false);
});

test("only the end of a long output is kept", async () => {
  const ended = await runCommand([node, "-e", "console.log('x'.repeat(1e6) + 'end')"], options);
  expect(ended.tail).toHaveLength(16_384);
  expect(ended.tail).toMatch(/end\n$/);
});

test("a command that does not exist ends with 127 and its name", async () => {
  const ended = await runCommand(["wt-no-such-command"], options);
  expect(ended.exitCode).toBe(127);
  expect(ended.tail).toContain("wt-no-such-command");
});

test("a command that a signal ended has the shell's exit code for it", async () => {
  const ended = await runCommand([node, "-e", "process.kill(process.pid, 'SIGTERM')"], options);
  expect(ended.exitCode).toBe(128 + 15);
  expect(wasInterrupted(ended)).toBe(true);
});

test.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)(
  "%s reaches the command, and its exit code comes back",
  async (signal) => {
    const inner = `process.on("${signal}", () => process.exit(7)); console.log("ready"); setInterval(() => {}, 1000)`;
    const outer = `
    import { runCommand } from ${JSON.stringify(new URL("run-command.mjs", import.meta.url).href)};
    const command = [process.execPath, "-e", ${JSON.stringify(inner)}];
    process.exitCode = (await runCommand(command, { cwd: ".", env: process.env, output: "show" })).exitCode;`;
    const child = spawn(node, ["--input-type=module", "-e", outer], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    child.kill(signal);
    expect(await ended).toEqual([7, null]);
  },
);
