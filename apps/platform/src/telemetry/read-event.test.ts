import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { telemetryEvents } from "../database/schema.ts";
import { describeDatabases } from "../testing/engines.ts";
import { observation } from "../testing/test-platform.ts";
import { insertEvents } from "./event-store.ts";
import { type EventReading, readEvent } from "./read-event.ts";

/** Text with all that JSON can carry: half surrogate pairs, U+0000, quotes. */
const text = fc.string({ unit: "binary" }).map((value) => value.slice(0, 100));

const almostEvent = fc.record(
  {
    type: fc.constantFrom("http_observation", "domain_event", "twin_started", "other"),
    event_id: fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
      text,
    ),
    at: fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.constantFrom(
        "2026-02-31T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-01-01T23:59:60Z",
        "2026-01-01T00:00:00+23:59",
      ),
      text,
    ),
    name: text,
    operation: fc.option(text),
    method: fc.constantFrom("GET", "POST", "FETCH"),
    path_template: text,
    status: fc.oneof(fc.integer({ min: 100, max: 599 }), fc.double()),
    duration_ms: fc.oneof(fc.double({ min: 0 }), fc.double()),
    error_code: text,
    dropped: fc.oneof(fc.nat(), fc.double()),
  },
  { requiredKeys: ["type", "event_id", "at"] },
);

describe("readEvent", () => {
  it("answers whatever JSON holds", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), almostEvent), (value) => {
        const reading = readEvent(value);
        if (!reading.ok) expect(reading.message).not.toBe("");
      }),
    );
  });

  it("reads instants in any offset", () => {
    const reading = readEvent(observation({ at: "2026-01-01T01:00:00+01:00" }));
    expect(reading).toMatchObject({ ok: true, event: { at: new Date("2026-01-01T00:00:00Z") } });
  });
});

describeDatabases("events that were read", (database) => {
  let readings: Extract<EventReading, { ok: true }>[];
  beforeAll(() => {
    readings = fc
      .sample(almostEvent, { numRuns: 3_000, seed: 7 })
      .map(readEvent)
      .filter((reading) => reading.ok);
    expect(readings.length).toBeGreaterThan(100);
  });
  afterAll(async () => {
    await database().db.delete(telemetryEvents);
  });

  it("can all be stored, and come back as they were", async () => {
    const events = readings.map(({ event }) => ({
      ...event,
      twinId: "twin-stripe",
      twinVersion: "1.0.0",
      accountId: "acct-test",
      licenseJti: "lic-test",
      receivedAt: new Date(0),
    }));
    const added = await insertEvents(database().db, events);
    expect(added).toEqual(new Set(events.map(({ eventId }) => eventId)));
    const byId = new Map(events.map((event) => [event.eventId, event]));
    for (const row of await database().db.select().from(telemetryEvents)) {
      const { payload, at } = byId.get(row.eventId)!;
      // JSON has no negative zero.
      expect(row.payload).toEqual(JSON.parse(JSON.stringify(payload)));
      expect(row.at).toEqual(at);
    }
  });
});
