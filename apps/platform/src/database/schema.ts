import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { LicenseKind, TelemetryEvent, TwinId } from "@twinkit-pro/contracts";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Who licences are issued to. */
export const accounts = pgTable("accounts", {
  id: text("id").primaryKey(),
  createdAt: instant("created_at").notNull(),
});

/** Every licence that was signed. The token itself is not kept: whoever reads this table cannot use it. */
export const licenses = pgTable(
  "licenses",
  {
    jti: text("jti").primaryKey(),
    accountId: text("account_id")
      .notNull()
      .references(() => accounts.id),
    /** Counts up in the order of issue, so that a page of licences can be continued. */
    seq: bigint("seq", { mode: "number" }).generatedAlwaysAsIdentity().notNull(),
    issuer: text("issuer").notNull(),
    twins: jsonb("twins").$type<TwinId[]>().notNull(),
    plan: text("plan").notNull(),
    kind: text("kind").$type<LicenseKind>().notNull(),
    /** The key that signed. */
    kid: text("kid").notNull(),
    notBefore: instant("not_before").notNull(),
    /** Exclusive: the licence has ended at this instant. */
    notAfter: instant("not_after").notNull(),
  },
  (table) => [
    index("licenses_account_seq").on(table.accountId, table.seq),
    check("licenses_kind", sql`${table.kind} in ('trial', 'subscription', 'ci')`),
    // The third place that holds MAX_LICENSE_TTL_DAYS, after the constant and the check where a licence is signed.
    check("licenses_ttl_maximum", sql`${table.notAfter} - ${table.notBefore} <= interval '7 days'`),
    check("licenses_ttl_positive", sql`${table.notAfter} > ${table.notBefore}`),
  ],
);

/** Licences withdrawn before their end. */
export const revocations = pgTable("revocations", {
  jti: text("jti")
    .primaryKey()
    .references(() => licenses.jti),
  revokedAt: instant("revoked_at").notNull(),
});

/** What emitters sent, under the twin that their licence names. An event is stored once however often it arrives. */
export const telemetryEvents = pgTable(
  "telemetry_events",
  {
    eventId: uuid("event_id").primaryKey(),
    twinId: text("twin_id").$type<TwinId>().notNull(),
    twinVersion: text("twin_version").notNull(),
    accountId: text("account_id").notNull(),
    licenseJti: text("license_jti").notNull(),
    type: text("type").$type<TelemetryEvent["type"]>().notNull(),
    /** The emitter's clock, which may be a simulated one. */
    at: instant("at").notNull(),
    receivedAt: instant("received_at").notNull(),
    /** The event's other fields. */
    payload: jsonb("payload").notNull(),
  },
  (table) => [index("telemetry_events_twin_type").on(table.twinId, table.type, table.at)],
);

/** Batches that named a twin which their licence does not cover. Nothing of such a batch is stored. */
export const telemetryMismatches = pgTable(
  "telemetry_mismatches",
  {
    licenseJti: text("license_jti").notNull(),
    claimedTwin: text("claimed_twin").notNull(),
    accountId: text("account_id").notNull(),
    licensedTwins: jsonb("licensed_twins").$type<TwinId[]>().notNull(),
    batches: integer("batches").notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.licenseJti, table.claimedTwin] })],
);
