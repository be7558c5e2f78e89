import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, utimes } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { atomicWriteFile, STALE_TEMPORARY_AGE_MS, sweepTemporaries } from "./index.ts";
import { currentProcess, identityToText, type ProcessIdentity } from "./process-identity.ts";
import { temporaryName } from "./temporary-files.ts";
import { createTempDirectory, type TempDirectory } from "./testing.ts";

let directory: TempDirectory;
beforeEach(async () => {
  directory = await createTempDirectory();
});
afterEach(() => directory.remove());

async function deadProcess(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "close");
  return { ...currentProcess(), pid: child.pid! };
}
const nameOf = (owner: ProcessIdentity) => `.wt-${identityToText(owner)}-0123456789abcdef.tmp`;

describe("sweepTemporaries", () => {
  it("removes what a dead process left, and says how much", async () => {
    await directory.write(nameOf(await deadProcess()), "half");
    await directory.write("file", "whole");
    expect(await sweepTemporaries(directory.path)).toBe(1);
    expect(await sweepTemporaries(directory.path)).toBe(0);
    expect(await directory.list()).toEqual(["file"]);
  });

  it("leaves what a living process writes, here or in another container", async () => {
    const elsewhere = nameOf({ ...currentProcess(), machine: "00000000" });
    await directory.write(temporaryName(), "");
    await directory.write(elsewhere, "");
    expect(await sweepTemporaries(directory.path)).toBe(0);
  });

  it("removes what is older than any write takes, whoever made it", async () => {
    const elsewhere = nameOf({ ...currentProcess(), machine: "00000000" });
    const [younger, older] = [STALE_TEMPORARY_AGE_MS - 60_000, STALE_TEMPORARY_AGE_MS + 1_000];
    for (const name of [temporaryName(), elsewhere]) {
      const path = await directory.write(name, "");
      const at = (age: number) => new Date(Date.now() - age);
      await utimes(path, at(younger), at(younger));
      expect(await sweepTemporaries(directory.path)).toBe(0);
      await utimes(path, at(older), at(older));
      expect(await sweepTemporaries(directory.path)).toBe(1);
    }
  });

  it("touches no file of another name, and no directory", async () => {
    const dead = nameOf(await deadProcess());
    const others = [dead.slice(1), `${dead}.bak`, `x${dead}`, ".wt-1-2.tmp", dead.replace(".tmp", ".TMP")].sort();
    for (const name of others) await directory.write(name, "");
    await mkdir(directory.join(dead));
    expect(await sweepTemporaries(directory.path)).toBe(0);
    expect(await directory.list()).toEqual([dead, ...others].sort());
  });

  it("says when the directory cannot be read", async () => {
    await expect(sweepTemporaries(directory.join("none"))).rejects.toMatchObject({ code: "not_found" });
  });

  it("is done by the first write into a directory", async () => {
    await directory.write(nameOf(await deadProcess()), "half");
    await atomicWriteFile(directory.join("file"), "");
    expect(await directory.list()).toEqual(["file"]);
  });
});
