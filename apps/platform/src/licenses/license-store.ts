import type { LicenseClaims } from "@twinkit-pro/contracts";
import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { accounts, licenses, revocations } from "../database/schema.ts";

/** Keeps an issued licence, and its account where it is new, in one transaction. */
export async function recordLicense(db: Database, claims: LicenseClaims, kid: string, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.insert(accounts).values({ id: claims.sub, createdAt: now }).onConflictDoNothing();
    await tx.insert(licenses).values({
      jti: claims.jti,
      accountId: claims.sub,
      issuer: claims.iss,
      twins: claims.aud,
      plan: claims.plan,
      kind: claims.kind,
      kid,
      notBefore: new Date(claims.nbf * 1_000),
      notAfter: new Date(claims.exp * 1_000),
    });
  });
}

export interface LicensePage {
  /** Newest first. */
  readonly licenses: readonly ListedLicense[];
  readonly hasMore: boolean;
}

export interface ListedLicense {
  readonly claims: LicenseClaims;
  readonly kid: string;
  readonly revokedAt: Date | null;
}

/** A page of an account's licences, newest first, starting after the licence `before`. */
export async function listLicenses(
  db: Database,
  accountId: string,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<LicensePage> {
  const cursor = db
    .select({ seq: licenses.seq })
    .from(licenses)
    .where(and(eq(licenses.jti, before ?? ""), eq(licenses.accountId, accountId)));
  const rows = await db
    .select({ license: licenses, revokedAt: revocations.revokedAt })
    .from(licenses)
    .leftJoin(revocations, eq(revocations.jti, licenses.jti))
    .where(
      and(eq(licenses.accountId, accountId), before === undefined ? undefined : lt(licenses.seq, sql`(${cursor})`)),
    )
    .orderBy(desc(licenses.seq))
    .limit(limit + 1);
  return {
    licenses: rows.slice(0, limit).map(({ license, revokedAt }) => ({
      claims: claimsOf(license),
      kid: license.kid,
      revokedAt,
    })),
    hasMore: rows.length > limit,
  };
}

function claimsOf(row: typeof licenses.$inferSelect): LicenseClaims {
  const notBefore = row.notBefore.getTime() / 1_000;
  return {
    iss: row.issuer,
    sub: row.accountId,
    aud: row.twins,
    jti: row.jti,
    iat: notBefore,
    nbf: notBefore,
    exp: row.notAfter.getTime() / 1_000,
    plan: row.plan,
    kind: row.kind,
  };
}
