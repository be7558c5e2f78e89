import { stat, symlink } from "node:fs/promises";
import { relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { atomicWriteFile, ensureDirectory, removeFile } from "./index.ts";
import { createTempDirectory, type TempDirectory } from "./testing.ts";

let directory: TempDirectory;
beforeEach(async () => {
  directory = await createTempDirectory();
});
afterEach(() => directory.remove());

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe("ensureDirectory", () => {
  it("makes every missing directory with mode 0700", async () => {
    await ensureDirectory(directory.join("a", "b", "c"));
    for (const path of ["a", "a/b", "a/b/c"]) expect(await modeOf(directory.join(path))).toBe(0o700);
  });

  it("takes another mode, relative paths, and one that exists", async () => {
    const path = directory.join("open");
    await ensureDirectory(relative(process.cwd(), path), { mode: 0o755 });
    await ensureDirectory(path);
    expect(await modeOf(path)).toBe(0o755);
  });

  it("takes a link to a directory for one", async () => {
    await symlink(directory.path, directory.join("link"));
    await ensureDirectory(directory.join("link"));
    await ensureDirectory(directory.join("link", "below"));
    expect(await directory.list()).toEqual(["below", "link"]);
  });

  it("can be made by many at once", async () => {
    const path = directory.join("a", "b", "c", "d");
    await Promise.all(Array.from({ length: 10 }, () => ensureDirectory(path)));
    expect(await directory.list()).toEqual(["a"]);
  });

  it("refuses a file in the way", async () => {
    const path = await directory.write("file", "");
    await expect(ensureDirectory(path)).rejects.toMatchObject({ code: "not_a_directory", path });
    await expect(ensureDirectory(`${path}/below`)).rejects.toMatchObject({ code: "not_a_directory" });
  });
});

describe("removeFile", () => {
  it("says whether there was a file", async () => {
    const path = await directory.write("file", "x");
    expect(await removeFile(path)).toBe(true);
    expect(await removeFile(path)).toBe(false);
    expect(await removeFile(directory.join("none", "file"))).toBe(false);
    expect(await directory.list()).toEqual([]);
  });

  it("takes its turn among the writes to the path", async () => {
    const path = directory.join("file");
    const done = await Promise.all([
      atomicWriteFile(path, "1"),
      removeFile(path),
      removeFile(path),
      atomicWriteFile(path, "2"),
    ]);
    expect(done).toEqual([undefined, true, false, undefined]);
    expect(await directory.list()).toEqual(["file"]);
  });

  it("removes a link, not what it points at, and no directory", async () => {
    const target = await directory.write("target", "x");
    await symlink(target, directory.join("link"));
    await removeFile(directory.join("link"));
    expect(await directory.list()).toEqual(["target"]);
    await expect(removeFile(directory.path)).rejects.toMatchObject({ name: "PersistError" });
  });
});
