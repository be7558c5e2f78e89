import type { RevocationList } from "@twinkit-pro/contracts";
import { desc, eq, gte } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { licenses, revocations } from "../database/schema.ts";

/** As many as the contract allows in one list. */
const REVOCATIONS_MAX = 100_000;

/** How long after its end a revoked licence stays in the list, for verifiers whose clock is behind. */
const LISTED_AFTER_END_MS = 24 * 3_600 * 1_000;

/**
 * Withdraws a licence. Doing it again changes nothing.
 *
 * @returns the instant of the revocation, undefined where no such licence was issued
 */
export async function revokeLicense(db: Database, jti: string, now: Date): Promise<Date | undefined> {
  return db.transaction(async (tx) => {
    const [license] = await tx.select({ jti: licenses.jti }).from(licenses).where(eq(licenses.jti, jti));
    if (!license) return undefined;
    await tx.insert(revocations).values({ jti, revokedAt: now }).onConflictDoNothing();
    const [revocation] = await tx.select().from(revocations).where(eq(revocations.jti, jti));
    return revocation?.revokedAt;
  });
}

/** The revoked licences that have not long ended, as a list of this instant. */
export async function revocationList(db: Database, now: Date): Promise<RevocationList> {
  const rows = await db
    .select({ jti: revocations.jti, revokedAt: revocations.revokedAt })
    .from(revocations)
    .innerJoin(licenses, eq(licenses.jti, revocations.jti))
    .where(gte(licenses.notAfter, new Date(now.getTime() - LISTED_AFTER_END_MS)))
    .orderBy(desc(revocations.revokedAt))
    .limit(REVOCATIONS_MAX);
  return {
    issued_at: seconds(now),
    revoked: rows.map(({ jti, revokedAt }) => ({ jti, revoked_at: seconds(revokedAt) })),
  };
}

/** The list that concerns one licence alone: empty, or with its revocation. */
export async function revocationsOf(db: Database, jti: string, now: Date): Promise<RevocationList> {
  const rows = await db.select().from(revocations).where(eq(revocations.jti, jti));
  return { issued_at: seconds(now), revoked: rows.map(({ revokedAt }) => ({ jti, revoked_at: seconds(revokedAt) })) };
}

function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}
