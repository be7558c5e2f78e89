import { TelemetryEvent } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { describeIssue } from "../http/parse-json.ts";
import { isStorableText } from "../database/storable-text.ts";

/** Instants that PostgreSQL and JavaScript both hold and that print with four digits of year. */
const AT_MIN = Date.UTC(1970, 0, 1);
const AT_MAX = Date.UTC(9999, 0, 1);

/** An event that can be stored as it is. */
export interface ReadEvent {
  /** In lower case, as the database compares it. */
  readonly eventId: string;
  readonly type: TelemetryEvent["type"];
  readonly at: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type EventReading =
  | { readonly ok: true; readonly event: ReadEvent }
  | { readonly ok: false; readonly message: string };

/** Checks one event of a batch. One that cannot be stored does not cost the others. */
export function readEvent(value: unknown): EventReading {
  const parsed = v.safeParse(TelemetryEvent, value);
  if (!parsed.success) return { ok: false, message: describeIssue(parsed.issues[0]) };
  const { event_id, at, type, ...payload } = parsed.output;
  const instant = new Date(at);
  const time = instant.getTime();
  if (!(time >= AT_MIN && time < AT_MAX)) {
    return { ok: false, message: "at: must be an instant from 1970 to 9998" };
  }
  const field = Object.entries(payload).find(([, content]) => !isStorable(content))?.[0];
  if (field !== undefined) {
    return { ok: false, message: `${field}: must be a finite number, or well-formed text without U+0000` };
  }
  return { ok: true, event: { eventId: event_id.toLowerCase(), type, at: instant, payload } };
}

function isStorable(content: unknown): boolean {
  if (typeof content === "string") return isStorableText(content);
  return typeof content !== "number" || Number.isFinite(content);
}
