import type { TwinId } from "@twinkit-pro/contracts";
import { count, eq, max, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { telemetryEvents } from "../database/schema.ts";
import type { ReadEvent } from "./read-event.ts";

/** An event with all that is known of where it came from. */
export interface StoredEvent extends ReadEvent {
  readonly twinId: TwinId;
  readonly twinVersion: string;
  readonly accountId: string;
  readonly licenseJti: string;
  readonly receivedAt: Date;
}

/**
 * Stores events in one statement, whatever their number: one parameter instead of nine for each.
 *
 * @returns the ids that were new; the others were stored before, or came twice in `events`
 */
export async function insertEvents(db: Database, events: readonly StoredEvent[]): Promise<Set<string>> {
  const rows = JSON.stringify(events.map(rowOf));
  const inserted = await db
    .insert(telemetryEvents)
    .select(
      sql`select event_id, twin_id, twin_version, account_id, license_jti, type, at, received_at, payload
        from jsonb_to_recordset(${rows}::text::jsonb) as r(
          event_id uuid, twin_id text, twin_version text, account_id text, license_jti text,
          type text, at timestamptz, received_at timestamptz, payload jsonb)`,
    )
    .onConflictDoNothing()
    .returning({ eventId: telemetryEvents.eventId });
  return new Set(inserted.map(({ eventId }) => eventId));
}

function rowOf(event: StoredEvent) {
  return {
    event_id: event.eventId,
    twin_id: event.twinId,
    twin_version: event.twinVersion,
    account_id: event.accountId,
    license_jti: event.licenseJti,
    type: event.type,
    at: event.at,
    received_at: event.receivedAt,
    payload: event.payload,
  };
}

export interface EventCount {
  readonly twin: TwinId;
  readonly type: string;
  readonly events: number;
  readonly newestReceivedAt: Date;
}

/** Events stored per twin and type, of all twins or one. */
export async function countEvents(db: Database, twin: TwinId | undefined): Promise<EventCount[]> {
  const { twinId, type, receivedAt } = telemetryEvents;
  const rows = await db
    .select({ twin: twinId, type, events: count(), newestReceivedAt: max(receivedAt) })
    .from(telemetryEvents)
    .where(twin === undefined ? undefined : eq(twinId, twin))
    .groupBy(twinId, type)
    .orderBy(twinId, type);
  return rows.map((row) => ({ ...row, newestReceivedAt: row.newestReceivedAt ?? new Date(0) }));
}
