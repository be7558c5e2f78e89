import type { LicenseClaims, TwinId } from "@twinkit-pro/contracts";
import { count, desc, eq, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { telemetryMismatches } from "../database/schema.ts";
import { MISMATCHES_PER_LICENSE_MAX } from "./limits.ts";

/** Notes that a licence was presented for a twin that it does not cover. Counts repetitions instead of adding rows. */
export async function recordMismatch(db: Database, claims: LicenseClaims, claimed: TwinId, now: Date): Promise<void> {
  const { licenseJti, claimedTwin, batches } = telemetryMismatches;
  const known = await db.select({ names: count() }).from(telemetryMismatches).where(eq(licenseJti, claims.jti));
  if ((known[0]?.names ?? 0) >= MISMATCHES_PER_LICENSE_MAX) return;
  await db
    .insert(telemetryMismatches)
    .values({
      licenseJti: claims.jti,
      claimedTwin: claimed,
      accountId: claims.sub,
      licensedTwins: claims.aud,
      batches: 1,
      firstSeenAt: now,
      lastSeenAt: now,
    })
    .onConflictDoUpdate({
      target: [licenseJti, claimedTwin],
      set: { batches: sql`${batches} + 1`, lastSeenAt: now },
    });
}

/** The mismatches seen last. */
export async function latestMismatches(db: Database, limit: number) {
  return db.select().from(telemetryMismatches).orderBy(desc(telemetryMismatches.lastSeenAt)).limit(limit);
}
