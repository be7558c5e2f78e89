import { expect, test, vi } from "vitest";
import { createEmitter } from "../src/index.ts";
import { type Answer, answerWith, startCollector, startTcpCollector, storeAll } from "./collector-server.ts";
import { fakeClient } from "./fake-client.ts";
import { ManualTimers } from "./manual-timers.ts";
import { domainEvent, emitMany, emitterFor, TWIN } from "./test-emitter.ts";
import { waitFor } from "./wait-for.ts";

const failWith =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (_entry, response) =>
    response.writeHead(status, headers).end();

/** Delays between attempts; the bound of each attempt left out. */
const waits = (timers: ManualTimers): number[] => timers.started.filter((ms) => ms !== 30_000 && ms !== 0);

/** Lets each wait pass as soon as it begins, until the emitter has made that many attempts. */
async function passWaits(timers: ManualTimers, attempts: () => number, count: number): Promise<void> {
  for (let seen = 1; seen < count; seen++) {
    await waitFor(() => expect(waits(timers)).toHaveLength(seen));
    timers.advance(waits(timers).at(-1) ?? 0);
    await waitFor(() => expect(attempts()).toBeGreaterThan(seen));
  }
}

test.each([408, 429, 500, 502, 503, 504])("status %i is retried, with the same event ids", async (status) => {
  const timers = new ManualTimers();
  await using collector = await startCollector(failWith(status));
  const emitter = emitterFor(collector.url, { timers });
  emitMany(emitter, 3);
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ attempts: 1, failures: 1, pending: 3 });
  expect(emitter.stats().lastError).toContain(String(status));
  collector.answer = null;
  timers.advance(500);
  await waitFor(() => expect(emitter.stats()).toMatchObject({ accepted: 3, pending: 0 }));
  const [first, second] = collector.received.map(({ events }) => events);
  expect(second).toEqual(first);
  await emitter.stop();
});

test("waits double up to a minute, less up to half of each by chance", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector(failWith(503));
  const emitter = emitterFor(collector.url, { timers });
  emitter.emit(domainEvent(1));
  void emitter.flush();
  await passWaits(timers, () => emitter.stats().attempts, 10);
  expect(waits(timers).slice(0, 9)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  await emitter.stop();

  const jittered = new ManualTimers();
  const calm = emitterFor(collector.url, { timers: jittered, random: () => 0 });
  calm.emit(domainEvent(1));
  await calm.flush();
  expect(waits(jittered)).toEqual([250]);
  await calm.stop();
});

test.each([
  ["7", 7_000],
  ["Thu, 01 Jan 2026 00:00:09 GMT", 9_000],
  ["0", 500],
  ["86400", 600_000],
])("Retry-After: %s waits %i ms", async (value, waitMs) => {
  const timers = new ManualTimers();
  await using collector = await startCollector(failWith(503, { "retry-after": value }));
  const emitter = emitterFor(collector.url, { timers });
  emitter.emit(domainEvent(1));
  await emitter.flush();
  expect(waits(timers)).toEqual([waitMs]);
  await emitter.stop();
});

test("a lost answer makes duplicates at the collector, never a second event", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector();
  collector.answer = (entry, response) => {
    for (const event of entry.events) collector.stored.set(event.event_id, event);
    response.destroy();
  };
  const emitter = emitterFor(collector.url, { timers });
  emitMany(emitter, 5);
  await emitter.flush();
  collector.answer = null;
  timers.advance(500);
  await waitFor(() => expect(emitter.stats()).toMatchObject({ accepted: 0, duplicates: 5, pending: 0 }));
  expect(collector.stored.size).toBe(5);
  await emitter.stop();
});

test("events that the collector rejects one by one are not sent again", async () => {
  await using collector = await startCollector((entry, response) => {
    const results = entry.events.map(({ event_id }, index) =>
      index === 1
        ? { index, event_id, status: "rejected" as const, code: "event_too_old" }
        : { index, event_id, status: "accepted" as const },
    );
    answerWith(entry, response, results);
  });
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 3);
  await emitter.flush();
  expect((await emitter.stop()).stats).toMatchObject({ accepted: 2, rejected: 1, lost: 0, attempts: 1 });
});

test("events that the collector's answer leaves out count as lost", async () => {
  await using collector = await startCollector((entry, response) => answerWith(entry, response, []));
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 3);
  expect((await emitter.stop()).stats).toMatchObject({ accepted: 0, lost: 3 });
});

test.each([
  [301, "the collector answered 301"],
  [400, "the collector answered 400"],
  [404, "the collector answered 404"],
  [200, "without a result for each event"],
])("status %i with nothing to read costs the batch and no retry", async (status, error) => {
  await using collector = await startCollector((_entry, response) => {
    response.writeHead(status, { location: "/elsewhere" }).end("<html>");
  });
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 3);
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ state: "running", attempts: 1, lost: 3, pending: 0 });
  expect(emitter.stats().lastError).toContain(error);
  await emitter.stop();
});

test.each([401, 403])("status %i stops the sending for good", async (status) => {
  const timers = new ManualTimers();
  await using collector = await startCollector(failWith(status));
  const emitter = emitterFor(collector.url, { timers, batchEventsMax: 10 });
  emitMany(emitter, 25);
  await emitter.flush();
  emitMany(emitter, 25);
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({
    state: "disabled",
    disabledReason: `the collector answered ${status}`,
    attempts: 1,
    lost: 25,
    dropped: 25,
    pending: 0,
  });
  expect(timers.pending).toBe(0);
  expect(await emitter.stop()).toMatchObject({ timedOut: false, undelivered: 0, stats: { state: "stopped" } });
  expect(collector.received).toHaveLength(1);
});

test("a renewed licence is used at once, and one that stays refused stops the sending", async () => {
  await using collector = await startCollector((entry, response) => {
    if (entry.headers.authorization === "Bearer new") storeAll(entry, response, collector.stored);
    else response.writeHead(401).end();
  });
  const tokens = ["old", "new", "new", "worn", "worn"];
  const emitter = createEmitter({ ...TWIN, endpoint: collector.url, getToken: () => tokens.shift() ?? "worn" });
  emitter.emit(domainEvent(1));
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ state: "running", accepted: 1, attempts: 1 });
  emitter.emit(domainEvent(2));
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ state: "running", accepted: 2 });
  emitter.emit(domainEvent(3));
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ state: "disabled", accepted: 2, lost: 1 });
  expect(collector.received.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer old",
    "Bearer new",
    "Bearer new",
    "Bearer worn",
  ]);
  await emitter.stop();
});

test("a token that cannot be had is waited for", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector();
  const getToken = vi.fn<() => Promise<string>>(() => Promise.resolve("token"));
  getToken.mockRejectedValueOnce(new Error("no licence yet"));
  const emitter = createEmitter({ ...TWIN, endpoint: collector.url, getToken, timers, random: () => 1 });
  emitter.emit(domainEvent(1));
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ lastError: "no licence yet", pending: 1 });
  timers.advance(500);
  await waitFor(() => expect(emitter.stats().accepted).toBe(1));
  await emitter.stop();
});

test("a token that never comes ends the attempt, not the emitter", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector();
  const getToken = vi.fn<() => Promise<string>>(() => Promise.resolve("token"));
  getToken.mockReturnValueOnce(new Promise<string>(() => undefined));
  const emitter = createEmitter({ ...TWIN, endpoint: collector.url, getToken, timers, random: () => 1 });
  emitter.emit(domainEvent(1));
  const flushed = emitter.flush();
  await waitFor(() => expect(getToken).toHaveBeenCalledTimes(1));
  timers.advance(30_000);
  await flushed;
  timers.advance(500);
  await waitFor(() => expect(emitter.stats().accepted).toBe(1));
  await emitter.stop();
});

test("a batch that is too large is sent in halves, and later ones are smaller", async () => {
  const EVENTS_MAX = 30;
  await using collector = await startCollector();
  collector.answer = (entry, response) => {
    if (entry.events.length > EVENTS_MAX) response.writeHead(413).end();
    else storeAll(entry, response, collector.stored);
  };
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 200);
  await emitter.flush();
  expect(collector.received.map(({ events }) => events.length)).toEqual([100, 50, 25, 25, 50, 25, 25, 25, 25, 25, 25]);
  expect(collector.stored.size).toBe(200);
  const names = [...collector.stored.values()].map((event) => event.type === "domain_event" && event.name);
  expect(names).toEqual(Array.from({ length: 200 }, (_, index) => String(index)));
  await emitter.stop();
});

test("a single event that is too large is lost", async () => {
  await using collector = await startCollector(failWith(413));
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 4);
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ lost: 4, pending: 0 });
  expect(collector.received.map(({ events }) => events.length)).toEqual([4, 2, 1, 1, 2, 1, 1]);
  await emitter.stop();
});

test("a batch that may itself break the collector does not block the others for ever", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector();
  collector.answer = (entry, response) => {
    const poisoned = entry.events.some((event) => event.type === "domain_event" && event.name === "poison");
    if (poisoned) response.writeHead(500).end();
    else storeAll(entry, response, collector.stored);
  };
  const emitter = emitterFor(collector.url, { timers, batchEventsMax: 1 });
  emitter.emit(domainEvent("poison"));
  emitter.emit(domainEvent("fine"));
  void emitter.flush();
  await passWaits(timers, () => collector.received.length, 8);
  await waitFor(() => expect(emitter.stats()).toMatchObject({ lost: 1, accepted: 1, pending: 0 }));
  await emitter.stop();
});

test("a collector that is away is waited for without end, and costs no event while the buffer lasts", async () => {
  const timers = new ManualTimers();
  const httpClient = fakeClient(() => Promise.reject(new Error("connection refused")));
  const emitter = emitterFor("http://collector.test", { timers, httpClient });
  emitMany(emitter, 3);
  void emitter.flush();
  await passWaits(timers, () => httpClient.requests.length, 30);
  await waitFor(() => expect(emitter.stats()).toMatchObject({ pending: 3, lost: 0, failures: 30 }));
  await emitter.stop();
  expect(httpClient.closes).toBe(0);
});

test("flush does not wait for a retry, tries again at once, and leaves a wait alone that was asked for", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector(failWith(502));
  const emitter = emitterFor(collector.url, { timers });
  emitter.emit(domainEvent(1));
  await emitter.flush();
  await emitter.flush();
  expect(emitter.stats().attempts).toBe(2);
  collector.answer = failWith(503, { "retry-after": "60" });
  await emitter.flush();
  expect(emitter.stats().attempts).toBe(3);
  await emitter.flush();
  expect(emitter.stats().attempts).toBe(3);
  await emitter.stop();
});

test("a collector that does not speak HTTP is retried and then given up for the batch", async () => {
  const timers = new ManualTimers();
  await using collector = await startTcpCollector((socket) => socket.once("data", () => socket.end("hello\r\n")));
  const emitter = emitterFor(collector.url, { timers });
  emitter.emit(domainEvent(1));
  void emitter.flush();
  await passWaits(timers, () => emitter.stats().attempts, 8);
  await waitFor(() => expect(emitter.stats()).toMatchObject({ lost: 1, pending: 0 }));
  await emitter.stop();
});
