import { open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { ensureDirectory } from "./directories.ts";
import { errnoOf, persistErrorFrom } from "./persist-error.ts";

/** Largest an output file is when a process is started on it; a larger one is begun anew. */
export const OUTPUT_FILE_BYTES_MAX = 16 * 1024 * 1024;

/** A file that a child process writes its output to. */
export interface OutputFile extends AsyncDisposable {
  /** For the `stdio` of a spawned process; valid until this is disposed of, in the child beyond that. */
  readonly fd: number;
}

/**
 * Opens a file for the output of a child process, appending, owner only. Makes its directory where needed.
 *
 * @throws {PersistError}
 */
export async function openOutputFile(path: string): Promise<OutputFile> {
  try {
    await ensureDirectory(dirname(path));
    const handle = await open(path, (await sizeOf(path)) > OUTPUT_FILE_BYTES_MAX ? "w" : "a", 0o600);
    return { fd: handle.fd, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    throw persistErrorFrom(error, "write", path);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return 0;
    throw error;
  }
}
