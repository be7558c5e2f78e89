import type {
  LicenseClaims,
  TelemetryBatch,
  TelemetryItemResult,
  TelemetryResponse,
  TwinId,
} from "@twinkit-pro/contracts";
import type { StoredEvent } from "./event-store.ts";
import type { EventWriter } from "./event-writer.ts";
import { type EventReading, readEvent } from "./read-event.ts";

const EVENT_ID_CHARACTERS_MAX = 64;

/** Stores a batch under `twin` and says for each event what became of it. Resolves once everything accepted is committed. */
export async function ingestBatch(
  writer: EventWriter,
  batch: TelemetryBatch,
  { claims, twin, now }: { readonly claims: LicenseClaims; readonly twin: TwinId; readonly now: Date },
): Promise<TelemetryResponse> {
  const readings = batch.events.map(readEvent);
  const events: StoredEvent[] = readings.flatMap((reading) =>
    reading.ok
      ? {
          ...reading.event,
          twinId: twin,
          twinVersion: batch.twin_version,
          accountId: claims.sub,
          licenseJti: claims.jti,
          receivedAt: now,
        }
      : [],
  );
  const isNew = (await writer.write(events)).values();
  const results = readings.map((reading, index) => resultOf(reading, index, batch.events[index], isNew));
  const counted = (status: TelemetryItemResult["status"]): number =>
    results.filter((result) => result.status === status).length;
  return {
    twin,
    accepted: counted("accepted"),
    duplicates: counted("duplicate"),
    rejected: counted("rejected"),
    results,
  };
}

function resultOf(
  reading: EventReading,
  index: number,
  sent: unknown,
  isNew: Iterator<boolean, unknown>,
): TelemetryItemResult {
  const event_id = sentId(sent);
  if (!reading.ok) return { index, event_id, status: "rejected", code: "invalid_event", message: reading.message };
  return { index, event_id, status: isNew.next().value === true ? "accepted" : "duplicate" };
}

/** The id as it was sent, also of an event that is wrong otherwise, so that the sender recognises it. */
function sentId(sent: unknown): string | null {
  if (typeof sent !== "object" || sent === null || !("event_id" in sent)) return null;
  const { event_id } = sent;
  return typeof event_id === "string" && event_id.length <= EVENT_ID_CHARACTERS_MAX ? event_id : null;
}
