import type { TelemetryEvent } from "@twinkit-pro/contracts";
import { expect, test } from "vitest";
import { startCollector } from "./collector-server.ts";
import { ManualTimers } from "./manual-timers.ts";
import { domainEvent, emitMany, emitterFor, observation } from "./test-emitter.ts";
import { waitFor } from "./wait-for.ts";

const names = (events: readonly TelemetryEvent[]): (string | undefined)[] =>
  events.map((event) => (event.type === "domain_event" ? event.name : event.type));

test("an event arrives as the contract has it, with an id and the time it was emitted at", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector();
  const emitter = emitterFor(`${collector.url}/`, { timers });
  emitter.emit(observation(402));
  timers.advance(1_000);
  emitter.emit({ type: "twin_started" });
  await emitter.flush();
  expect(collector.received).toHaveLength(1);
  const [{ headers, batch, events } = expect.fail()] = collector.received;
  expect(batch).toMatchObject({ schema_version: 1, twin: "twin-stripe", twin_version: "1.2.3" });
  expect(events).toEqual([
    { ...observation(402), event_id: expect.any(String) as string, at: "2026-01-01T00:00:00.000Z" },
    { type: "twin_started", event_id: expect.any(String) as string, at: "2026-01-01T00:00:01.000Z" },
  ]);
  expect(headers).toMatchObject({
    authorization: "Bearer licence-token",
    "content-type": "application/json",
    "user-agent": "wondertwin/1.2.3 (+twin-stripe)",
  });
  expect(await emitter.stop()).toMatchObject({ timedOut: false, undelivered: 0, stats: { accepted: 2, pending: 0 } });
});

test("a batch leaves as soon as it is full, and not before", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url, { timers, batchEventsMax: 10 });
  emitMany(emitter, 9);
  timers.advance(100);
  expect(emitter.stats()).toMatchObject({ pending: 9, attempts: 0 });
  emitter.emit(domainEvent(9));
  timers.advance(0);
  await waitFor(() => expect(emitter.stats().accepted).toBe(10));
  expect(collector.received.map(({ events }) => events.length)).toEqual([10]);
  await emitter.stop();
});

test("a batch that never fills leaves when its oldest event is as old as the interval", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url, { timers, flushIntervalMs: 5_000 });
  emitter.emit(domainEvent("first"));
  timers.advance(4_000);
  emitter.emit(domainEvent("second"));
  timers.advance(999);
  expect(emitter.stats().attempts).toBe(0);
  timers.advance(1);
  await waitFor(() => expect(emitter.stats().accepted).toBe(2));
  emitter.emit(domainEvent("third"));
  timers.advance(5_000);
  await waitFor(() => expect(emitter.stats().accepted).toBe(3));
  await emitter.stop();
});

test("what a full batch leaves behind is no older than the interval either", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url, { timers, batchEventsMax: 10, flushIntervalMs: 5_000 });
  emitMany(emitter, 14);
  timers.advance(0);
  await waitFor(() => expect(emitter.stats()).toMatchObject({ accepted: 10, pending: 4 }));
  timers.advance(5_000);
  await waitFor(() => expect(emitter.stats()).toMatchObject({ accepted: 14, pending: 0 }));
  await emitter.stop();
});

test("events that queue up behind a retry are no older than the interval once it ends", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector((_entry, response) => response.writeHead(503).end());
  const emitter = emitterFor(collector.url, { timers, batchEventsMax: 10, flushIntervalMs: 400 });
  emitMany(emitter, 10);
  timers.advance(0);
  await waitFor(() => expect(timers.started.at(-1)).toBe(500));
  emitMany(emitter, 15);
  timers.advance(450);
  emitMany(emitter, 18);
  collector.answer = null;
  timers.advance(50);
  await waitFor(() => expect(emitter.stats().accepted).toBeGreaterThanOrEqual(30));
  timers.advance(400);
  await waitFor(() => expect(emitter.stats()).toMatchObject({ accepted: 43, pending: 0 }));
  await emitter.stop();
});

test("events leave in the order they came, in batches no larger than allowed", async () => {
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url, { batchEventsMax: 7 });
  emitMany(emitter, 40);
  await emitter.flush();
  expect(collector.received.map(({ events }) => events.length)).toEqual([7, 7, 7, 7, 7, 5]);
  expect(collector.received.flatMap(({ events }) => names(events))).toEqual(
    Array.from({ length: 40 }, (_, index) => String(index)),
  );
  expect(collector.stored.size).toBe(40);
  await emitter.stop();
});

test("what the buffer cannot take is counted, and the count is reported with the next batch", async () => {
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url, { bufferEventsMax: 20, batchEventsMax: 20 });
  emitMany(emitter, 25);
  expect(emitter.stats()).toMatchObject({ pending: 20, dropped: 5 });
  await emitter.flush();
  const [first, second] = collector.received;
  expect(first?.events).toHaveLength(20);
  expect(first?.events.at(-1)).toMatchObject({ type: "events_dropped", dropped: 5 });
  expect(names(second?.events ?? [])).toEqual(["19"]);
  emitter.emit(domainEvent("after"));
  const { stats } = await emitter.stop();
  expect(stats).toMatchObject({ accepted: 22, dropped: 5 });
  expect([...collector.stored.values()].filter((event) => event.type === "events_dropped")).toHaveLength(1);
});

test("a large batch is compressed, a small one is not", async () => {
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url);
  emitter.emit(observation());
  await emitter.flush();
  emitMany(emitter, 50);
  await emitter.flush();
  const encodings = collector.received.map(({ headers }) => headers["content-encoding"]);
  expect(encodings).toEqual([undefined, "gzip"]);
  expect(Number(collector.received[1]?.headers["content-length"])).toBeLessThan(3_000);
  await emitter.stop();
});
