import { join } from "node:path";
import { acquireLock } from "@twinkit-pro/persist";
import { once } from "../tasks/once.ts";
import type { Database, OpenDatabase } from "./database.ts";
import { findDatabaseDirectory } from "./data-directory.ts";
import { MIGRATIONS } from "./migrations.ts";
import { loadSnapshot } from "./snapshot.ts";

/**
 * Opens the embedded database in `dataDir`, makes it from the built snapshot at the first boot, and applies outstanding
 * migrations. One process at a time: PGlite itself would let a second one in and both would corrupt the files.
 *
 * Durability: a committed change survives the death of this process at any instant, because every write has been handed
 * to the operating system by then. PGlite cannot fsync, so it may not survive a power cut; PostgreSQL does.
 *
 * @throws {PersistError} `locked`, naming the process that has it open
 */
export async function openPglite(dataDir: string): Promise<OpenDatabase> {
  // Beside the database directory, never inside of it.
  const lock = await acquireLock(join(dataDir, "database.lock"));
  try {
    const { db, closeClient } = await openDirectory(dataDir);
    const close = once(async () => {
      try {
        await closeClient();
      } finally {
        await lock.release();
      }
    });
    return { engine: "pglite", db, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openDirectory(dataDir: string): Promise<{ db: Database; closeClient: () => Promise<void> }> {
  // Loaded here: PGlite costs tens of megabytes, which a platform on PostgreSQL never needs.
  const { PGlite } = await import("@electric-sql/pglite");
  const { drizzle } = await import("drizzle-orm/pglite");
  const { migrate } = await import("drizzle-orm/pglite/migrator");
  const directory = await findDatabaseDirectory(dataDir);
  const snapshot = directory.isNew ? await loadSnapshot() : undefined;
  const client = await PGlite.create({
    dataDir: directory.path,
    relaxedDurability: false,
    ...(snapshot && { loadDataDir: snapshot }),
  });
  const db = drizzle(client);
  await migrate(db, MIGRATIONS);
  if (directory.isNew) await directory.commit();
  return { db, closeClient: () => client.close() };
}
