import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { createEmitter, type StopReport } from "../src/index.ts";
import { type Answer, startCollector, startTcpCollector, storeAll } from "./collector-server.ts";
import { fakeClient, never } from "./fake-client.ts";
import { ManualTimers } from "./manual-timers.ts";
import { domainEvent, emitMany, emitterFor, TWIN } from "./test-emitter.ts";
import { waitFor } from "./wait-for.ts";

const STOP_TIMEOUT_MS = 300;
/** Far above the bound, so that a busy machine does not matter, and far below the 10 s a request may take. */
const CLEARLY_UNBOUNDED_MS = 5_000;

async function stopInTime(stop: () => Promise<StopReport>): Promise<StopReport> {
  const startedMs = performance.now();
  const report = await stop();
  expect(performance.now() - startedMs).toBeLessThan(CLEARLY_UNBOUNDED_MS);
  return report;
}

const STALLS: readonly [string, Answer][] = [
  ["never answers", () => undefined],
  [
    "stalls in the middle of its answer",
    (_entry, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("{");
    },
  ],
  [
    "drips its answer for ever",
    (_entry, response) => {
      const drip = setInterval(() => response.write(" "), 10);
      response.on("close", () => clearInterval(drip));
    },
  ],
];

test.each(STALLS)("a collector that %s cannot hold up stop", async (_what, answer) => {
  await using collector = await startCollector(answer);
  const emitter = emitterFor(collector.url, { stopTimeoutMs: STOP_TIMEOUT_MS });
  emitMany(emitter, 250);
  const report = await stopInTime(() => emitter.stop());
  expect(report).toMatchObject({ timedOut: true, undelivered: 250, stats: { state: "stopped", accepted: 0 } });
  await waitFor(() => expect(collector.openConnections).toBe(0));
});

test("a collector that was stalled long before cannot hold up stop either", async () => {
  await using collector = await startCollector(() => undefined);
  const emitter = emitterFor(collector.url, { stopTimeoutMs: STOP_TIMEOUT_MS });
  emitMany(emitter, 100);
  await waitFor(() => expect(collector.received).toHaveLength(1));
  expect(await stopInTime(() => emitter.stop())).toMatchObject({ timedOut: true, undelivered: 100 });
});

const CONNECTIONS: readonly [string, string, (socket: Socket) => void][] = [
  ["takes connections and is silent", "http", () => undefined],
  ["stalls in the TLS handshake", "https", () => undefined],
];

test.each(CONNECTIONS)("a collector that %s cannot hold up stop", async (_what, scheme, onConnection) => {
  await using collector = await startTcpCollector(onConnection);
  const endpoint = collector.url.replace("http:", `${scheme}:`);
  const emitter = emitterFor(endpoint, { stopTimeoutMs: STOP_TIMEOUT_MS });
  emitMany(emitter, 3);
  expect(await stopInTime(() => emitter.stop())).toMatchObject({ timedOut: true, undelivered: 3 });
  await waitFor(() => expect(collector.openConnections).toBe(0));
});

test("a token that never comes cannot hold up stop", async () => {
  await using collector = await startCollector();
  const source = { endpoint: collector.url, getToken: never, stopTimeoutMs: STOP_TIMEOUT_MS };
  const emitter = createEmitter({ ...TWIN, ...source });
  emitMany(emitter, 3);
  expect(await stopInTime(() => emitter.stop())).toMatchObject({ timedOut: true, undelivered: 3 });
});

test("a dead collector ends stop at once", async () => {
  const collector = await startCollector();
  await collector[Symbol.asyncDispose]();
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 250);
  const report = await emitter.stop();
  expect(report).toMatchObject({ timedOut: false, undelivered: 250, stats: { attempts: 1, failures: 1 } });
});

test.each([
  [500, {}],
  [503, { "retry-after": "3600" }],
  [429, { "retry-after": "3600" }],
])("a collector that answers %i %o ends stop at once", async (status, headers) => {
  await using collector = await startCollector((_entry, response) => response.writeHead(status, headers).end());
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 250);
  await emitter.flush();
  const report = await emitter.stop();
  expect(report).toMatchObject({ timedOut: false, undelivered: 250, stats: { attempts: 2, failures: 2 } });
});

test("the bound holds to the millisecond, even for a client that ignores its signal and never settles", async () => {
  const timers = new ManualTimers();
  const httpClient = fakeClient(never);
  const emitter = emitterFor("http://collector.test", { timers, httpClient });
  emitMany(emitter, 3);
  let report: StopReport | undefined;
  const stopped = emitter.stop().then((ended) => (report = ended));
  await waitFor(() => expect(httpClient.requests).toHaveLength(1));
  expect(timers.keepingAlive).toBe(2);
  timers.advance(1_799);
  await new Promise((resolve) => setImmediate(resolve));
  expect(report).toBeUndefined();
  timers.advance(1);
  expect(await stopped).toMatchObject({ timedOut: true, undelivered: 3 });
  expect(timers.now() - Date.parse("2026-01-01T00:00:00Z")).toBeLessThanOrEqual(2_000);
  expect(timers.pending).toBe(0);
});

test("a stop in the middle of a long wait sends once more, and that may succeed", async () => {
  const timers = new ManualTimers();
  await using collector = await startCollector((_entry, response) => response.writeHead(503).end());
  const emitter = emitterFor(collector.url, { timers });
  emitMany(emitter, 3);
  await emitter.flush();
  collector.answer = null;
  const report = await emitter.stop();
  expect(report).toMatchObject({ timedOut: false, undelivered: 0, stats: { accepted: 3, attempts: 2 } });
  expect(timers.pending).toBe(0);
});

test("stop waits for an answer that comes in time", async () => {
  let release: (() => void) | undefined;
  await using collector = await startCollector();
  collector.answer = (entry, response) => {
    release = () => storeAll(entry, response, collector.stored);
  };
  const emitter = emitterFor(collector.url, { stopTimeoutMs: 30_000 });
  emitMany(emitter, 3);
  const stopped = emitter.stop();
  await waitFor(() => expect(collector.received).toHaveLength(1));
  expect(emitter.stats().state).toBe("stopping");
  release?.();
  expect(await stopped).toMatchObject({ timedOut: false, undelivered: 0, stats: { accepted: 3 } });
});

test("everything that waits is sent, in as many batches as it takes", async () => {
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 1_000);
  emitter.emit({ type: "twin_stopped" });
  expect(await emitter.stop()).toMatchObject({ timedOut: false, undelivered: 0, stats: { accepted: 1_001 } });
  expect(collector.received).toHaveLength(11);
  expect([...collector.stored.values()].at(-1)?.type).toBe("twin_stopped");
});

test("stop leaves no idle connection behind", async () => {
  await using collector = await startCollector();
  collector.answer = (entry, response) => {
    response.setHeader("keep-alive", "timeout=600");
    storeAll(entry, response, collector.stored);
  };
  const emitter = emitterFor(collector.url);
  emitter.emit(domainEvent(1));
  await emitter.flush();
  expect(collector.openConnections).toBe(1);
  await emitter.stop();
  await waitFor(() => expect(collector.openConnections).toBe(0));
});

test("stop is one act, however often it is called", async () => {
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url);
  emitter.emit(domainEvent(1));
  const stopped = emitter.stop();
  expect(emitter.stop()).toBe(stopped);
  await stopped;
  expect(emitter.stop()).toBe(stopped);
});

test("an emitter with nothing to say stops without a connection", async () => {
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url);
  await emitter.flush();
  expect(await emitter.stop()).toMatchObject({ timedOut: false, undelivered: 0, stats: { attempts: 0 } });
  expect(collector.openConnections).toBe(0);
});

test("a refusal during stop is no reason to wait", async () => {
  await using collector = await startCollector((_entry, response) => response.writeHead(401).end());
  const emitter = emitterFor(collector.url);
  emitMany(emitter, 250);
  const report = await emitter.stop();
  expect(report).toMatchObject({
    timedOut: false,
    undelivered: 0,
    stats: { state: "stopped", attempts: 1, lost: 250 },
  });
  expect(report.stats.disabledReason).toContain("401");
});
