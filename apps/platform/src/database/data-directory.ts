import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { atomicWriteFile, ensureDirectory, readTextIfExists } from "@twinkit-pro/persist";
import * as v from "valibot";

const MARKER_BYTES_MAX = 4_096;

const Marker = v.object({
  format: v.literal("wt-embedded-database"),
  version: v.literal(1),
  directory: v.pipe(v.string(), v.regex(/^postgres-\d{1,6}$/)),
});

/**
 * Which directory under the data directory holds the embedded database.
 * The marker is written only once a database is complete there: a first boot that was killed half-way leaves a directory
 * that nothing points at, and the next boot begins another.
 */
export interface DatabaseDirectory {
  readonly path: string;
  readonly isNew: boolean;
  /** Records the directory as the one to use from now on. */
  commit(): Promise<void>;
}

/** @throws {Error} when the marker is damaged: guessing could hide a database full of data behind an empty one. */
export async function findDatabaseDirectory(dataDir: string): Promise<DatabaseDirectory> {
  const markerFile = join(dataDir, "database.json");
  await ensureDirectory(dataDir);
  const text = await readTextIfExists(markerFile, { maxBytes: MARKER_BYTES_MAX });
  const directory = text === undefined ? await nextName(dataDir) : parseMarker(text, markerFile);
  const marker: v.InferOutput<typeof Marker> = { format: "wt-embedded-database", version: 1, directory };
  return {
    path: join(dataDir, directory),
    isNew: text === undefined,
    commit: () => atomicWriteFile(markerFile, `${JSON.stringify(marker)}\n`),
  };
}

async function nextName(dataDir: string): Promise<string> {
  const taken = new Set(await readdir(dataDir));
  for (let number = 1; ; number += 1) {
    if (!taken.has(`postgres-${number}`)) return `postgres-${number}`;
  }
}

function parseMarker(text: string, file: string): string {
  try {
    return v.parse(Marker, JSON.parse(text)).directory;
  } catch (cause) {
    throw new Error(`${file} is damaged, so the embedded database cannot be found. Restore it from a backup.`, {
      cause,
    });
  }
}
