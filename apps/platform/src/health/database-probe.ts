import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { describeError } from "../logging/logger.ts";
import type { HealthProbe } from "./health-check.ts";

/** Whether the database answers a query. */
export function databaseProbe(db: Database): HealthProbe {
  return {
    name: "database",
    probe: async () => {
      try {
        await db.execute(sql`select 1`);
      } catch (error) {
        // What the driver says may hold the address of the database; who may ask for health need not know it.
        const { code } = describeError(error).cause ?? describeError(error);
        throw new Error(`the query failed${typeof code === "string" ? ` (${code})` : ""}`, { cause: error });
      }
    },
  };
}
