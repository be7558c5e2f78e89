import { TelemetryBatch, TelemetryEvent, type TelemetryItemResult } from "@twinkit-pro/contracts";
import type { HttpRequest, HttpResponse } from "@twinkit-pro/httpclient";
import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import { fakeClient, fakeResponse } from "./fake-client.ts";
import { ManualTimers } from "./manual-timers.ts";
import { domainEvent, emitterFor } from "./test-emitter.ts";

type Mood = "takes" | "rejects_first" | "loses_answer" | "away" | 400 | 413 | 500 | 503;

const moods = fc.constantFrom<Mood>("takes", "takes", "rejects_first", "loses_answer", "away", 400, 413, 500, 503);
const steps = fc.oneof(
  fc.record({ do: fc.constant("emit" as const), count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ do: fc.constant("advance" as const), ms: fc.integer({ min: 0, max: 90_000 }) }),
  fc.record({ do: fc.constant("flush" as const) }),
);

/** A collector in memory whose mood changes with every request. */
class MoodyCollector {
  readonly stored = new Map<string, TelemetryEvent>();
  readonly seen = new Map<string, TelemetryEvent>();
  readonly #moods: Mood[];

  constructor(moodsInTurn: readonly Mood[]) {
    this.#moods = [...moodsInTurn];
  }

  answer(request: HttpRequest): Promise<HttpResponse> {
    const batch = v.parse(TelemetryBatch, JSON.parse(String(request.body)));
    const events = batch.events.map((event) => v.parse(TelemetryEvent, event));
    for (const event of events) {
      // A retry must be the same event, whatever happened before.
      expect(this.seen.get(event.event_id) ?? event).toEqual(event);
      this.seen.set(event.event_id, event);
    }
    const mood = this.#moods.shift() ?? "takes";
    if (mood === "away") return Promise.reject(new Error("connection refused"));
    if (typeof mood === "number") return Promise.resolve(fakeResponse(mood));
    const results = events.map((event, index) => this.#store(event, index, mood === "rejects_first" && index === 0));
    if (mood === "loses_answer") return Promise.reject(new Error("connection reset"));
    return Promise.resolve(fakeResponse(200, { twin: batch.twin, accepted: 0, duplicates: 0, rejected: 0, results }));
  }

  #store(event: TelemetryEvent, index: number, rejected: boolean): TelemetryItemResult {
    const { event_id } = event;
    if (rejected) return { index, event_id, status: "rejected" };
    const status = this.stored.has(event_id) ? "duplicate" : "accepted";
    this.stored.set(event_id, event);
    return { index, event_id, status };
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("whatever the collector does, every event is counted once and stored at most once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moods, { maxLength: 30 }), fc.array(steps, { maxLength: 30 }), async (turns, plan) => {
      const timers = new ManualTimers();
      const collector = new MoodyCollector(turns);
      const httpClient = fakeClient((request) => collector.answer(request));
      const emitter = emitterFor("http://c.test", { timers, httpClient, batchEventsMax: 4, bufferEventsMax: 10 });
      let emitted = 0;
      for (const step of plan) {
        if (step.do === "emit") for (let count = 0; count < step.count; count++) emitter.emit(domainEvent(emitted++));
        if (step.do === "advance") timers.advance(step.ms);
        if (step.do === "flush") await emitter.flush();
        await turn();
      }
      const { stats, undelivered } = await emitter.stop();

      const seen = [...collector.seen.values()];
      const reports = seen.flatMap((event) => (event.type === "events_dropped" ? (event.dropped ?? 0) : []));
      const settled = stats.accepted + stats.duplicates + stats.rejected + stats.lost + undelivered;
      expect(settled + stats.dropped).toBe(emitted + reports.length);
      const reported = reports.reduce((sum, count) => sum + count, 0);
      expect(reported).toBeLessThanOrEqual(stats.dropped);

      const names = [...collector.stored.values()].flatMap((event) =>
        event.type === "domain_event" ? event.name : [],
      );
      expect(new Set(names).size).toBe(names.length);
      expect(collector.stored.size).toBeLessThanOrEqual(
        stats.accepted + stats.duplicates + stats.lost + undelivered + stats.rejected,
      );
      expect(timers.pending).toBe(0);
    }),
    { numRuns: 150 },
  );
});
