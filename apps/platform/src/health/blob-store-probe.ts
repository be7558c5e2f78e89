import { join } from "node:path";
import { atomicWriteFile, ensureDirectory, PersistError } from "@twinkit-pro/persist";
import type { HealthProbe } from "./health-check.ts";

/** Whether a blob can be written: the directory is there, may be written, and the disk is not full. */
export function blobStoreProbe(directory: string): HealthProbe {
  return {
    name: "blob_store",
    probe: async () => {
      try {
        await ensureDirectory(directory);
        await atomicWriteFile(join(directory, ".probe"), "");
      } catch (error) {
        throw error instanceof PersistError ? new Error(`a write failed (${error.code})`, { cause: error }) : error;
      }
    },
  };
}
