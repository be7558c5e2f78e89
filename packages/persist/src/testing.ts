import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDirectory } from "./directories.ts";

/** A directory of its own for one test. `await using` removes it with all that is in it. */
export interface TempDirectory extends AsyncDisposable {
  readonly path: string;
  /** The path of something in the directory. */
  join(...parts: string[]): string;
  /** Writes a file plainly, not durably, making directories as needed: for inputs, damaged ones too. Returns its path. */
  write(name: string, data: string | Uint8Array, options?: { mode?: number }): Promise<string>;
  /** Names in the directory, sorted. */
  list(): Promise<string[]>;
  remove(): Promise<void>;
}

/** Makes a directory below the system's one for temporary files. */
export async function createTempDirectory(prefix = "wt-test-"): Promise<TempDirectory> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  const remove = () => rm(path, { recursive: true, force: true });
  return {
    path,
    join: (...parts) => join(path, ...parts),
    write: async (name, data, options) => {
      const target = join(path, name);
      await ensureDirectory(join(target, ".."));
      await writeFile(target, data, options);
      return target;
    },
    list: async () => (await readdir(path)).sort(),
    remove,
    [Symbol.asyncDispose]: remove,
  };
}
