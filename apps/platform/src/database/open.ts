import type { Config } from "../config/config.ts";
import type { OpenDatabase } from "./database.ts";

/** Opens the database that the configuration names: PostgreSQL where there is a `DATABASE_URL`, else the embedded one. */
export async function openDatabase({
  databaseUrl,
  dataDir,
}: Pick<Config, "databaseUrl" | "dataDir">): Promise<OpenDatabase> {
  if (databaseUrl === undefined) {
    const { openPglite } = await import("./pglite.ts");
    return openPglite(dataDir);
  }
  const { openPostgres } = await import("./postgres.ts");
  return openPostgres(databaseUrl);
}
