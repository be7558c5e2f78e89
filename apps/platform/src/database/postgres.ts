import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { once } from "../tasks/once.ts";
import type { OpenDatabase } from "./database.ts";
import { MIGRATIONS } from "./migrations.ts";

const CONNECTIONS_MAX = 10;
const CONNECT_TIMEOUT_S = 5;
const STATEMENT_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_S = 5;

/** Held while migrations run, so that replicas which start together apply each once. Any fixed number does. */
const MIGRATION_LOCK = 0x57_54_50;

/**
 * Opens PostgreSQL and applies outstanding migrations.
 * A commit is durable as far as the server's own `synchronous_commit` and `fsync` make it so.
 */
export async function openPostgres(url: string): Promise<OpenDatabase> {
  await migratePostgres(url);
  const client = connect(url, CONNECTIONS_MAX);
  const close = once(() => client.end({ timeout: CLOSE_TIMEOUT_S }));
  return { engine: "postgres", db: drizzle(client), close, [Symbol.asyncDispose]: close };
}

/** On a connection of its own: the lock belongs to a session, and migrations may run longer than any request may. */
async function migratePostgres(url: string): Promise<void> {
  const client = connect(url, 1, 0);
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(client), MIGRATIONS);
  } finally {
    await client.end({ timeout: CLOSE_TIMEOUT_S });
  }
}

function connect(url: string, max: number, statementTimeoutMs = STATEMENT_TIMEOUT_MS): postgres.Sql {
  return postgres(url, {
    max,
    connect_timeout: CONNECT_TIMEOUT_S,
    connection: { application_name: "wt-platform", statement_timeout: statementTimeoutMs },
    onnotice: () => undefined,
  });
}
