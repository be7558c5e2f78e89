import { execFile } from "node:child_process";
import { chmod } from "node:fs/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it, type TestContext } from "vitest";
import { createTempDirectory, type TempDirectory } from "../src/testing.ts";
import { type Ended, runChild } from "./children/child.ts";

const run = promisify(execFile);
let directory: TempDirectory;
beforeEach(async () => {
  directory = await createTempDirectory();
});
afterEach(async () => {
  await chmod(directory.path, 0o700);
  await directory.remove();
});

/** A command that gives what it runs a mount namespace of its own, so that its mounts end with it; root inside, if not outside. */
async function privateMounts(context: TestContext): Promise<string[]> {
  for (const command of [
    ["unshare", "--mount"],
    ["unshare", "--user", "--map-root-user", "--mount"],
  ]) {
    const [program = "", ...flags] = command;
    const probe = [...flags, "mount", "-t", "tmpfs", "tmpfs", directory.path];
    const isAllowed = await run(program, probe).then(
      () => true,
      () => false,
    );
    if (isAllowed) return command;
  }
  return context.skip("this machine lets this user mount no file system (unshare, mount)");
}

/** Runs a script on a file system of its own, made by shell commands that know its directory as `$0`. */
async function runMounted(context: TestContext, script: string, mount: string): Promise<Ended> {
  const prefix = [...(await privateMounts(context)), "sh", "-ec", `${mount}\nexec "$@"`, directory.path];
  return runChild(script, [directory.path], { prefix });
}

function resultOf<T>({ code, stdout, stderr }: Ended): T {
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as T;
}

interface SmallDiskResult {
  replaced: { code: string; path: string; message: string };
  afterReplace: { names: string[]; content: string };
  logged: { done: number; error: { code: string } };
  logSize: number;
  logEnd: string;
  stored: { done: number; error: { code: string; message: string } };
  shown: number;
  reopened: string[];
  left: string[];
}

describe("a full disk", () => {
  it("is disk_full, keeps what was there, leaves no temporary file, and is over when there is room again", async (context) => {
    const ended = await runMounted(context, "on-small-disk.ts", 'mount -t tmpfs -o size=64k,mode=700 tmpfs "$0"');
    const result = resultOf<SmallDiskResult>(ended);
    const path = directory.join("file");
    expect(result.replaced).toMatchObject({ code: "disk_full", path });
    expect(result.replaced.message).toBe(
      `Cannot write ${path}: the disk is full (ENOSPC). Free some space there and try again.`,
    );
    expect(result.afterReplace).toEqual({ names: ["file"], content: "old" });

    expect(result.logged.error).toMatchObject({ code: "disk_full" });
    expect(result.logged.done).toBeGreaterThan(10);
    expect(result.logSize).toBe(result.logged.done * 1_000);
    expect(result.logEnd).toBe("\nafter\n");

    expect(result.stored.error).toMatchObject({ code: "disk_full" });
    expect(result.stored.done).toBeGreaterThan(5);
    expect(result.shown).toBe(result.stored.done);
    const confirmed = Array.from({ length: result.stored.done }, (_, count) => `k${count}`);
    expect(result.reopened).toEqual([...confirmed, "after"]);
    expect(result.left).toEqual(["store"]);
  });
});

interface ForbiddenResult {
  errors: Record<string, { code: string; message: string }>;
  content: string;
  names: string[];
}

function expectRefused(result: ForbiddenResult, code: string, advice: RegExp): void {
  for (const [attempt, error] of Object.entries(result.errors)) {
    expect(error, attempt).toMatchObject({ code, message: expect.stringMatching(advice) });
    expect(error.message, attempt).toContain(directory.path);
  }
  expect(Object.keys(result.errors)).toHaveLength(8);
  expect(result).toMatchObject({ content: "old", names: ["file"] });
}

describe("a read-only file system", () => {
  it("is read_only for every write, and can be read", async (context) => {
    const mount = 'mount -t tmpfs tmpfs "$0"\nprintf old > "$0/file"\nmount -o remount,ro "$0"';
    const ended = await runMounted(context, "on-forbidden-disk.ts", mount);
    expectRefused(
      resultOf(ended),
      "read_only",
      /the file system is read-only \(EROFS\)\. Choose a directory that can be written/,
    );
  });
});

describe("a directory without write permission", () => {
  it("is permission_denied for every write, and can be read", async () => {
    await directory.write("file", "old", { mode: 0o644 });
    await chmod(directory.path, 0o555);
    // Permissions do not bind root: the child becomes nobody.
    const isRoot = process.geteuid?.() === 0;
    const ended = await runChild("on-forbidden-disk.ts", [directory.path, ...(isRoot ? [65_534] : [])]);
    expectRefused(
      resultOf(ended),
      "permission_denied",
      /this user has no permission \(E(ACCES|PERM)\)\. Give the user of this process/,
    );
  });
});
