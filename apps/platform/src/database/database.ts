import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** The query builder over either engine. Raw `execute` is not used: the two answer it in different shapes. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** A database that is open and migrated. */
export interface OpenDatabase extends AsyncDisposable {
  readonly engine: "pglite" | "postgres";
  readonly db: Database;
  /** Waits for what runs, then closes. Idempotent. */
  close(): Promise<void>;
}
