import { expect, test, vi } from "vitest";
import { createEmitter } from "../src/index.ts";
import { startCollector } from "./collector-server.ts";
import { fakeClient, never } from "./fake-client.ts";
import { ManualTimers } from "./manual-timers.ts";
import { domainEvent, emitMany, emitterFor, TWIN } from "./test-emitter.ts";
import { waitFor } from "./wait-for.ts";

const NOWHERE = "http://collector.test";

test("emitting asks for the time once, and for nothing else", () => {
  const timers = new ManualTimers();
  const now = vi.spyOn(timers, "now");
  const getToken = vi.fn<() => string>(() => "token");
  const newId = vi.fn<() => string>(() => "id");
  const toJSON = vi.fn<() => unknown>();
  const stringify = vi.spyOn(JSON, "stringify");
  const httpClient = fakeClient(never);
  const emitter = createEmitter({ ...TWIN, endpoint: NOWHERE, getToken, timers, newId, httpClient });
  const returned: unknown[] = [];
  for (let index = 0; index < 5_000; index++) {
    returned.push(emitter.emit(Object.assign(domainEvent(index), { toJSON })));
  }
  expect(new Set(returned)).toEqual(new Set([undefined]));
  expect(now).toHaveBeenCalledTimes(5_000);
  for (const untouched of [getToken, newId, toJSON, stringify]) expect(untouched).not.toHaveBeenCalled();
  expect(httpClient.requests).toEqual([]);
  stringify.mockRestore();
});

test("a burst keeps no more than the buffer, starts two timers and no request", () => {
  const timers = new ManualTimers();
  const httpClient = fakeClient(never);
  const emitter = emitterFor(NOWHERE, { timers, httpClient });
  emitMany(emitter, 100_000);
  expect(emitter.stats()).toMatchObject({ pending: 1_024, dropped: 98_976 });
  expect(timers.started).toEqual([30_000, 0]);
  expect(timers.keepingAlive).toBe(0);
  expect(httpClient.requests).toEqual([]);
});

test("emitting while a request hangs adds neither timers nor requests", async () => {
  const timers = new ManualTimers();
  const httpClient = fakeClient(never);
  const emitter = emitterFor(NOWHERE, { timers, httpClient });
  emitMany(emitter, 100);
  timers.advance(0);
  await waitFor(() => expect(httpClient.requests).toHaveLength(1));
  const started = timers.started.length;
  emitMany(emitter, 50_000);
  timers.advance(5_000);
  expect(timers.started).toHaveLength(started);
  expect(httpClient.requests).toHaveLength(1);
  expect(emitter.stats()).toMatchObject({ pending: 1_124, dropped: 48_976 });
});

test("the caller may change its event afterwards", async () => {
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url);
  const event = { type: "domain_event" as const, name: "before" };
  emitter.emit(event);
  event.name = "after";
  await emitter.stop();
  expect([...collector.stored.values()]).toEqual([expect.objectContaining({ name: "before" })]);
});

test("emitting never throws, whatever is emitted and whatever breaks", () => {
  const timers = new ManualTimers();
  const emitter = emitterFor(NOWHERE, { timers, httpClient: fakeClient(never) });
  const hostile = {
    get type(): never {
      throw new Error("no type");
    },
  };
  emitter.emit(hostile);
  vi.spyOn(timers, "now").mockImplementation(() => {
    throw new Error("no clock");
  });
  emitter.emit(domainEvent(1));
  expect(emitter.stats()).toMatchObject({ pending: 0, dropped: 2 });
});

test("a batch that cannot be written is lost, and the host lives on", async () => {
  await using collector = await startCollector();
  const emitter = emitterFor(collector.url);
  emitter.emit({ type: "domain_event", name: 1n as unknown as string });
  await emitter.flush();
  emitter.emit(domainEvent("next"));
  const { stats } = await emitter.stop();
  expect(stats).toMatchObject({ lost: 1, accepted: 1 });
  expect(stats.lastError).toContain("cannot be written as JSON");
});

test("an id that cannot be made costs its batch, and the host lives on", async () => {
  await using collector = await startCollector();
  const newId = vi.fn<() => string>(() => crypto.randomUUID());
  newId.mockImplementationOnce(() => {
    throw new Error("no entropy");
  });
  const emitter = emitterFor(collector.url, { newId });
  emitter.emit(domainEvent("first"));
  await emitter.flush();
  emitter.emit(domainEvent("second"));
  const { stats } = await emitter.stop();
  expect(stats).toMatchObject({ lost: 1, accepted: 1, lastError: "no entropy" });
});

test("after stop, events are counted and dropped", async () => {
  const httpClient = fakeClient(never);
  const emitter = emitterFor(NOWHERE, { httpClient });
  await emitter.stop();
  emitter.emit(domainEvent(1));
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ state: "stopped", dropped: 1, pending: 0 });
  expect(httpClient.requests).toEqual([]);
});
