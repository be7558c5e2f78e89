import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Change, createChangeStreams, STREAMS_MAX } from "./change-stream.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function harness() {
  const abort = new AbortController();
  const present: { change: Change; closing: boolean } = { change: { version: "1", requests: 0 }, closing: false };
  const streams = createChangeStreams({ isClosing: () => present.closing, signal: abort.signal });
  const open = () => {
    const response = streams.open(() => present.change);
    const reader = response.body!.getReader();
    const next = async (): Promise<string | null> => {
      const { done, value } = await reader.read();
      return done ? null : new TextDecoder().decode(value);
    };
    return { response, reader, next };
  };
  return { abort, present, open };
}

describe("the stream of changes", () => {
  it("tells the present version at once, and each new one", async () => {
    const { open, present } = harness();
    const { response, next, reader } = open();
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(await next()).toBe('event: change\ndata: {"version":"1","requests":0}\n\n');
    await vi.advanceTimersByTimeAsync(1_000);
    present.change = { version: "2", requests: 5 };
    await vi.advanceTimersByTimeAsync(250);
    expect(await next()).toBe('event: change\ndata: {"version":"2","requests":5}\n\n');
    await reader.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is heard of now and then while nothing changes", async () => {
    const { open } = harness();
    const { next, reader } = open();
    await next();
    await vi.advanceTimersByTimeAsync(16_000);
    expect(await next()).toBe(":\n\n");
    await reader.cancel();
  });

  it("ends when its host closes, and leaves no timer", async () => {
    const { open, present } = harness();
    const { next } = open();
    await next();
    present.closing = true;
    await vi.advanceTimersByTimeAsync(250);
    expect(await next()).toBe(null);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends when everything has to", async () => {
    const { open, abort } = harness();
    const { next } = open();
    await next();
    abort.abort();
    expect(await next()).toBe(null);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is refused beyond the bound, until one has ended", async () => {
    const { open } = harness();
    const opened = Array.from({ length: STREAMS_MAX }, () => open());
    expect(open().response.status).toBe(503);
    await opened[0]!.reader.cancel();
    const again = open();
    expect(again.response.status).toBe(200);
    for (const { reader } of [...opened.slice(1), again]) await reader.cancel();
    expect(vi.getTimerCount()).toBe(0);
  });
});
