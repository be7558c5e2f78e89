import type { FileSystem, WritableFile } from "../../src/file-system.ts";

export interface StoppingFileSystem extends FileSystem {
  /** Points passed so far: before and after each operation, and in the middle of each write. */
  readonly points: number;
}

/** Passes every operation on, and kills this process with SIGKILL when point number `stopAt` is reached. */
export function stoppingFileSystem(fs: FileSystem, stopAt: number): StoppingFileSystem {
  let points = 0;
  const pass = (): void => {
    points += 1;
    if (points === stopAt) process.kill(process.pid, "SIGKILL");
  };
  const around = async <T>(operation: () => Promise<T>): Promise<T> => {
    pass();
    const result = await operation();
    pass();
    return result;
  };
  const file = (real: WritableFile): WritableFile => ({
    write: async (bytes) => {
      const middle = Math.floor(bytes.length / 2);
      await around(() => real.write(bytes.subarray(0, middle)));
      await around(() => real.write(bytes.subarray(middle)));
    },
    sync: () => around(() => real.sync()),
    truncate: (length) => around(() => real.truncate(length)),
    chmod: (mode) => around(() => real.chmod(mode)),
    close: () => around(() => real.close()),
  });
  return {
    get points() {
      return points;
    },
    create: (path, mode) => around(async () => file(await fs.create(path, mode))),
    openAppend: (path) => around(async () => file(await fs.openAppend(path))),
    rename: (from, to) => around(() => fs.rename(from, to)),
    link: (existing, added) => around(() => fs.link(existing, added)),
    unlink: (path) => around(() => fs.unlink(path)),
    syncDirectory: (path) => around(() => fs.syncDirectory(path)),
  };
}
