import { execFileSync } from "node:child_process";
import { chmod } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFileBounded, readFileIfExists, readTextBounded, readTextIfExists } from "./index.ts";
import { createTempDirectory, type TempDirectory } from "./testing.ts";

let directory: TempDirectory;
beforeEach(async () => {
  directory = await createTempDirectory();
});
afterEach(() => directory.remove());

describe("readFileBounded", () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 300_000])(
    "reads %i bytes whole at the limit, and refuses one less",
    async (size) => {
      const bytes = Buffer.alloc(size, "0123456789");
      const path = await directory.write("file", bytes);
      expect((await readFileBounded(path, { maxBytes: size })).equals(bytes)).toBe(true);
      if (size > 0) {
        const refused = readFileBounded(path, { maxBytes: size - 1 });
        await expect(refused).rejects.toMatchObject({ code: "too_large", path });
      }
    },
  );

  it("does not trust the stated size of a file that has none", async () => {
    await expect(readFileBounded("/proc/self/maps", { maxBytes: 100 })).rejects.toMatchObject({ code: "too_large" });
  });

  it("refuses a directory and a pipe at once instead of waiting", async () => {
    execFileSync("mkfifo", [directory.join("pipe")]);
    for (const path of [directory.path, directory.join("pipe"), "/dev/zero"]) {
      await expect(readFileBounded(path, { maxBytes: 10 })).rejects.toMatchObject({ code: "not_a_file" });
    }
  });

  it("refuses a secret that others may read, when asked", async () => {
    const path = await directory.write("key", "secret");
    for (const mode of [0o640, 0o604, 0o610, 0o660, 0o777]) {
      await chmod(path, mode);
      const refused = readFileBounded(path, { maxBytes: 10, ownerOnly: true });
      await expect(refused).rejects.toMatchObject({ code: "permissions_too_open" });
      await expect(refused).rejects.toThrow(`chmod 600 ${path}`);
    }
    await chmod(path, 0o600);
    expect(String(await readFileBounded(path, { maxBytes: 10, ownerOnly: true }))).toBe("secret");
  });
});

describe("text and missing files", () => {
  it("reads UTF-8 as it is, and calls anything else corrupt", async () => {
    const text = "\ufeffgrüße, 世界 🌍\n";
    expect(await readTextBounded(await directory.write("text", text), { maxBytes: 100 })).toBe(text);
    const latin1 = await directory.write("latin1", Buffer.from([0xfc]));
    await expect(readTextBounded(latin1, { maxBytes: 100 })).rejects.toMatchObject({ code: "corrupt" });
  });

  it("is not_found, or undefined when that is expected", async () => {
    const path = directory.join("none");
    await expect(readFileBounded(path, { maxBytes: 1 })).rejects.toMatchObject({ code: "not_found" });
    expect(await readFileIfExists(path, { maxBytes: 1 })).toBeUndefined();
    expect(await readTextIfExists(path, { maxBytes: 1 })).toBeUndefined();
  });

  it("hides no other error than the missing file", async () => {
    const path = await directory.write("file", "12");
    await expect(readFileIfExists(path, { maxBytes: 1 })).rejects.toMatchObject({ code: "too_large" });
    await expect(readTextIfExists(directory.path, { maxBytes: 1 })).rejects.toMatchObject({ code: "not_a_file" });
    await expect(readTextIfExists(`${path}/x`, { maxBytes: 1 })).rejects.toMatchObject({ code: "not_a_directory" });
  });
});
