import { readFile, stat, symlink } from "node:fs/promises";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LINE_LOG_PENDING_BYTES_MAX, openLineLog } from "./index.ts";
import { createTempDirectory, type TempDirectory } from "./testing.ts";

let directory: TempDirectory;
let path: string;
beforeEach(async () => {
  directory = await createTempDirectory();
  path = directory.join("log");
});
afterEach(() => directory.remove());
const content = () => readFile(path, "utf8");

describe("openLineLog", () => {
  it("makes a file with mode 0600 and appends lines in the order of the calls", async () => {
    await using log = await openLineLog(path);
    await Promise.all(["one", "two", "", "grüße"].map((line) => log.append(line)));
    await log.append("last");
    expect(await content()).toBe("one\ntwo\n\ngrüße\nlast\n");
    expect(log.size).toBe(Buffer.byteLength(await content()));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("goes on at the end of a file that is there", async () => {
    await directory.write("log", "old\n");
    await using log = await openLineLog(path);
    await log.append("new");
    expect(await content()).toBe("old\nnew\n");
  });

  it.each([
    ["", ""],
    ["torn", ""],
    ["whole\ntorn", "whole\n"],
    [`${"x".repeat(200_000)}\ntorn`, `${"x".repeat(200_000)}\n`],
    [`whole\n${"x".repeat(200_000)}`, "whole\n"],
  ])("cuts an unfinished last line off (%#)", async (before, after) => {
    await directory.write("log", before);
    await using log = await openLineLog(path);
    expect(log.size).toBe(after.length);
    expect(await content()).toBe(after);
    await log.append("next");
    expect(await content()).toBe(`${after}next\n`);
  });

  it("keeps whole lines and cuts the rest, whatever the bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await directory.write("log", bytes);
        await using log = await openLineLog(path);
        expect(log.size).toBe(Buffer.from(bytes).lastIndexOf("\n") + 1);
        expect((await readFile(path)).equals(Buffer.from(bytes).subarray(0, log.size))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses a link, a directory and a missing directory", async () => {
    await symlink(await directory.write("target", ""), path);
    await expect(openLineLog(path)).rejects.toMatchObject({ code: "symlink_refused" });
    await expect(openLineLog(directory.path)).rejects.toMatchObject({ code: "not_a_file" });
    await expect(openLineLog(directory.join("none", "log"))).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("append", () => {
  it("refuses a line break, and writes nothing", async () => {
    await using log = await openLineLog(path);
    await expect(log.append("two\nlines")).rejects.toThrow(TypeError);
    expect(await content()).toBe("");
  });

  it("refuses to grow beyond the limit, counting what still waits", async () => {
    await using log = await openLineLog(path, { maxBytes: 10 });
    const results = await Promise.allSettled([log.append("1234"), log.append("5678"), log.append("x")]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    await expect(log.append("")).rejects.toMatchObject({ code: "too_large" });
    expect(await content()).toBe("1234\n5678\n");
  });

  it("refuses more than may wait for the disk, and takes lines again afterwards", async () => {
    await using log = await openLineLog(path);
    const half = "x".repeat(LINE_LOG_PENDING_BYTES_MAX / 2 - 1);
    const accepted = [log.append(half), log.append(half)];
    await expect(log.append("")).rejects.toMatchObject({ code: "overloaded" });
    await Promise.all(accepted);
    await log.append("again");
    expect(log.size).toBe(LINE_LOG_PENDING_BYTES_MAX + 6);
  });

  it("refuses once closed; close waits for what was accepted", async () => {
    const log = await openLineLog(path);
    const appended = log.append("last");
    await log.close();
    await appended;
    expect(await content()).toBe("last\n");
    await expect(log.append("more")).rejects.toMatchObject({ code: "closed" });
    await log.close();
  });
});
