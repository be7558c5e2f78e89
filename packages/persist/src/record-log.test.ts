import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PersistError } from "./persist-error.ts";
import { FileRecordLog, openRecordLog } from "./record-log.ts";
import { createTempDirectory } from "./testing.ts";

describe("a record log", () => {
  it("has every line in the file when write returns", async () => {
    await using directory = await createTempDirectory();
    const path = directory.join("log");
    await using log = await openRecordLog(path, { open: "new" });
    log.write("one");
    log.write("zwei: ü");
    expect(await readFile(path, "utf8")).toBe("one\nzwei: ü\n");
    expect(log.size).toBe(Buffer.byteLength("one\nzwei: ü\n"));
  });

  it("makes a new file only where there is none, and appends only where there is one", async () => {
    await using directory = await createTempDirectory();
    const path = await directory.write("log", "kept\n");
    await expect(openRecordLog(path, { open: "new" })).rejects.toMatchObject({ code: "already_exists" });
    await expect(openRecordLog(directory.join("none"), { open: "append" })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await readFile(path, "utf8")).toBe("kept\n");
  });

  it("keeps no more of an existing file than its reader says", async () => {
    await using directory = await createTempDirectory();
    const path = await directory.write("log", "whole\nunfinished\nrest");
    await using log = await openRecordLog(path, { open: "append", keepBytes: 6 });
    log.write("next");
    expect(await readFile(path, "utf8")).toBe("whole\nnext\n");
  });

  it("cuts off what a crash left of a line, whatever that is", async () => {
    await using directory = await createTempDirectory();
    const line = fc.string().map((text) => text.replaceAll("\n", ""));
    await fc.assert(
      fc.asyncProperty(fc.array(line), line, async (lines, rest) => {
        const whole = lines.map((each) => `${each}\n`).join("");
        const path = await directory.write("log", whole + rest);
        await using log = await openRecordLog(path, { open: "append" });
        log.write("next");
        expect(await readFile(path, "utf8")).toBe(`${whole}next\n`);
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a line break, a line beyond the bound, and any line after close; nothing is written", async () => {
    await using directory = await createTempDirectory();
    const path = directory.join("log");
    const log = await openRecordLog(path, { open: "new", maxBytes: 10 });
    log.write("12345");
    expect(() => log.write("a\nb")).toThrow(TypeError);
    expect(() => log.write("6789")).toThrow(expect.objectContaining({ code: "too_large" }));
    log.write("678");
    await log.close();
    await log.close();
    expect(() => log.write("9")).toThrow(expect.objectContaining({ code: "closed" }));
    expect(await readFile(path, "utf8")).toBe("12345\n678\n");
  });

  it.skipIf(!existsSync("/dev/full"))("says that the disk is full", async () => {
    await using log = new FileRecordLog("/dev/full", await open("/dev/full", "a"), 0, { maxBytes: 1_000 });
    expect(() => log.write("x")).toThrow(PersistError);
    expect(() => log.write("x")).toThrow(expect.objectContaining({ code: "disk_full" }));
    expect(log.size).toBe(0);
  });

  it("loses no line of a process that is killed", async () => {
    await using directory = await createTempDirectory();
    const path = directory.join("log");
    const script = `
      import { openRecordLog } from ${JSON.stringify(new URL("record-log.ts", import.meta.url).href)};
      const log = await openRecordLog(process.argv[1], { open: "new" });
      for (let at = 0; at < 100; at += 1) log.write("line " + at);
      process.kill(process.pid, "SIGKILL");
    `;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script, path], { stdio: "inherit" });
    const signal = await new Promise((resolve) => child.once("exit", (_, by) => resolve(by)));
    expect(signal).toBe("SIGKILL");
    const lines = (await readFile(path, "utf8")).split("\n");
    expect(lines).toHaveLength(101);
    expect(lines[99]).toBe("line 99");
  });
});
