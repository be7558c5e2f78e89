import { PGlite } from "@electric-sql/pglite";
import { atomicWriteFile } from "@twinkit-pro/persist";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { MIGRATIONS } from "./database/migrations.ts";
import { SNAPSHOT_FILE } from "./database/snapshot.ts";

/** Step of the build: makes the data directory that first boots start from. */
const client = await PGlite.create();
await migrate(drizzle(client), MIGRATIONS);
const snapshot = await client.dumpDataDir("gzip");
await client.close();
await atomicWriteFile(SNAPSHOT_FILE, new Uint8Array(await snapshot.arrayBuffer()), { mode: 0o644 });
