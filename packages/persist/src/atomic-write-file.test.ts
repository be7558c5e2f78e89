import { chmod, lstat, mkdir, readFile, realpath, stat, symlink } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { replaceFile } from "./atomic-write-file.ts";
import { type FileSystem, nodeFileSystem, type WritableFile } from "./file-system.ts";
import { atomicWriteFile, PersistError } from "./index.ts";
import { createTempDirectory, type TempDirectory } from "./testing.ts";

let directory: TempDirectory;
let path: string;

beforeEach(async () => {
  directory = await createTempDirectory();
  path = directory.join("file");
});
afterEach(() => directory.remove());

const content = (of = path) => readFile(of, "utf8");
const modeOf = async (of: string) => (await stat(of)).mode & 0o777;

describe("atomicWriteFile", () => {
  it("writes content that comes in pieces, and keeps the old content where the pieces end in an error", async () => {
    await atomicWriteFile(
      path,
      (async function* () {
        yield "one ";
        yield Buffer.from("two");
      })(),
    );
    expect(await content()).toBe("one two");
    const broken = (async function* () {
      yield "half";
      throw new Error("no more");
    })();
    await expect(atomicWriteFile(path, broken)).rejects.toMatchObject({
      code: "io_error",
      cause: { message: "no more" },
    });
    expect(await content()).toBe("one two");
    expect(await directory.list()).toEqual(["file"]);
  });

  it("makes a file, replaces it, and leaves nothing beside it", async () => {
    await atomicWriteFile(path, "one");
    expect(await content()).toBe("one");
    await atomicWriteFile(path, new TextEncoder().encode("two, longer"));
    expect(await content()).toBe("two, longer");
    await atomicWriteFile(path, "");
    expect(await content()).toBe("");
    expect(await directory.list()).toEqual(["file"]);
  });

  it("gives mode 0600, whatever the file had before", async () => {
    await directory.write("file", "old", { mode: 0o666 });
    await chmod(path, 0o666);
    await atomicWriteFile(path, "new");
    expect(await modeOf(path)).toBe(0o600);
  });

  it("gives the stated mode, whatever the umask", async () => {
    const before = process.umask(0o077);
    try {
      await atomicWriteFile(path, "public", { mode: 0o644 });
    } finally {
      process.umask(before);
    }
    expect(await modeOf(path)).toBe(0o644);
  });

  it("lets a reader that has the old file open read it to its end", async () => {
    await atomicWriteFile(path, "old");
    const { ino } = await stat(path);
    await atomicWriteFile(path, "new");
    expect((await stat(path)).ino).not.toBe(ino);
  });

  it("takes calls for one path in their order, however the path is spelled", async () => {
    const order: number[] = [];
    const spellings = [path, `${directory.path}/./file`, `${directory.path}/x/../file`];
    const writes = Array.from({ length: 30 }, async (_, index) => {
      await atomicWriteFile(spellings[index % 3]!, `version ${index}`.padEnd((30 - index) * 5_000));
      order.push(index);
    });
    await Promise.all(writes);
    expect(order).toEqual(Array.from({ length: 30 }, (_, index) => index));
    expect((await content()).trimEnd()).toBe("version 29");
    expect(await directory.list()).toEqual(["file"]);
  });

  it("goes on after a call that failed", async () => {
    const missing = directory.join("none", "file");
    await expect(atomicWriteFile(missing, "x")).rejects.toMatchObject({ code: "not_found" });
    await mkdir(directory.join("none"));
    await atomicWriteFile(missing, "y");
    expect(await content(missing)).toBe("y");
  });

  it("replaces nothing with overwrite: false, and lets exactly one of many make the file", async () => {
    const tries = Array.from({ length: 10 }, (_, index) => atomicWriteFile(path, `by ${index}`, { overwrite: false }));
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await content()).toBe("by 0");
    await expect(tries[1]).rejects.toMatchObject({ code: "already_exists" });
    expect(await directory.list()).toEqual(["file"]);
  });
});

describe("a symbolic link", () => {
  let target: string;
  beforeEach(async () => {
    target = await directory.write("elsewhere/target", "old");
    await symlink(target, path);
  });

  it("is refused, and neither it nor what it points at changes", async () => {
    await expect(atomicWriteFile(path, "new")).rejects.toMatchObject({ code: "symlink_refused", path });
    expect(await content(target)).toBe("old");
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
  });

  it("is followed when asked, and stays a link", async () => {
    await atomicWriteFile(path, "new", { symlink: "follow" });
    expect(await content(target)).toBe("new");
    expect(await realpath(path)).toBe(await realpath(target));
  });

  it("that points nowhere is refused as well", async () => {
    await symlink(directory.join("nowhere"), directory.join("dangling"));
    const dangling = atomicWriteFile(directory.join("dangling"), "new");
    await expect(dangling).rejects.toMatchObject({ code: "symlink_refused" });
  });

  it("in the directories above is followed", async () => {
    await symlink(directory.join("elsewhere"), directory.join("linked"));
    await atomicWriteFile(directory.join("linked", "target"), "new");
    expect(await content(target)).toBe("new");
  });
});

describe("a path that cannot be written", () => {
  it("in a directory that does not exist is not_found", async () => {
    const missing = directory.join("none", "file");
    await expect(atomicWriteFile(missing, "x")).rejects.toMatchObject({ code: "not_found", path: missing });
    await expect(atomicWriteFile(missing, "x")).rejects.toThrow(
      /does not exist \(ENOENT\)\. .*create its directory first/,
    );
  });

  it("that is a directory is not_a_file", async () => {
    await mkdir(path);
    await expect(atomicWriteFile(path, "x")).rejects.toMatchObject({ code: "not_a_file" });
    expect(await directory.list()).toEqual(["file"]);
  });

  it("below a file is not_a_directory", async () => {
    await atomicWriteFile(path, "x");
    await expect(atomicWriteFile(directory.join("file", "below"), "y")).rejects.toMatchObject({
      code: "not_a_directory",
    });
  });
});

describe("an operation that fails", () => {
  const operations = ["chmod", "write", "sync", "close", "rename"] as const;

  function failing(operation: (typeof operations)[number] | "create" | "syncDirectory", code: string): FileSystem {
    const fail = (): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));
    return {
      ...nodeFileSystem,
      create: async (at, mode) => {
        if (operation === "create") return fail();
        const file: WritableFile = await nodeFileSystem.create(at, mode);
        if (operation === "close") return { ...file, close: () => file.close().then(fail) };
        return operation in file ? { ...file, [operation]: fail } : file;
      },
      ...(operation === "rename" && { rename: fail }),
      ...(operation === "syncDirectory" && { syncDirectory: fail }),
    };
  }

  it.each(operations)("at %s leaves the old content and no temporary file", async (operation) => {
    await atomicWriteFile(path, "old");
    const write = replaceFile(failing(operation, "ENOSPC"), path, "new");
    await expect(write).rejects.toMatchObject({ name: "PersistError", code: "disk_full", path });
    expect(await content()).toBe("old");
    expect(await directory.list()).toEqual(["file"]);
  });

  it("at the sync of the directory is reported, with the new content in place", async () => {
    await atomicWriteFile(path, "old");
    await expect(replaceFile(failing("syncDirectory", "EIO"), path, "new")).rejects.toMatchObject({ code: "io_error" });
    expect(await content()).toBe("new");
  });

  it.each([
    ["ENOSPC", "disk_full", /the disk is full .*Free some space/],
    ["EDQUOT", "disk_full", /quota is used up/],
    ["EROFS", "read_only", /file system is read-only .*mount it writable/],
    ["EACCES", "permission_denied", /no permission .*Give the user/],
    ["EPERM", "permission_denied", /no permission/],
    ["ENOTDIR", "not_a_directory", /a file, not a directory/],
    ["EFBIG", "too_large", /ulimit -f/],
    ["EMFILE", "io_error", /too many files are open/],
    ["EIO", "io_error", /Check the disk/],
    ["EWHATEVER", "io_error", /EWHATEVER/],
  ])("with %s is %s and says what to do", async (errno, code, message) => {
    const write = replaceFile(failing("create", errno), path, "new");
    await expect(write).rejects.toMatchObject({ code, cause: { code: errno } });
    await expect(write).rejects.toThrow(message);
    await expect(write).rejects.toThrow(path);
    await expect(write).rejects.toBeInstanceOf(PersistError);
  });
});
