import type { LedgerEntry, ReplayHeader } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { readReplay } from "../replay/read-replay.ts";
import { probe } from "../testing/client.ts";
import { Capture } from "./capture.ts";
import { type CaptureSink, MemorySink } from "./capture-sink.ts";

const NOW = "2026-01-01T00:00:00.000Z";
const HEADER: ReplayHeader = {
  format: "wt-replay",
  version: 1,
  twin: "twin-probe",
  twin_version: "1.0.0",
  run_id: "run",
  seed: 1,
  started_at: NOW,
};

function entry(body = ""): LedgerEntry {
  const message = { headers: {}, body, body_encoding: "utf8" as const };
  const [path, query, operation, world] = ["/notes", "", null, "here"];
  return {
    seq: 99,
    at: NOW,
    method: "GET",
    path,
    query,
    operation,
    request: message,
    status: 200,
    response: message,
    duration_ms: 1,
    world,
  };
}

async function entriesOf(sink: CaptureSink) {
  const reader = await readReplay(sink.read());
  const entries = [];
  for await (const each of reader.entries) entries.push(each);
  return { entries, trailer: reader.trailer() };
}

/** A disk that is full after so many lines. */
function failing(sink: CaptureSink, lines: number): CaptureSink {
  let written = 0;
  const write = (line: string): void => {
    written += 1;
    if (written > lines) throw new Error("the disk is full");
    sink.write(line);
  };
  return { path: null, write, hasRoom: sink.hasRoom, read: sink.read, close: sink.close, size: 0 };
}

describe("a capture", () => {
  it("that is full drops what comes after and can be read", async () => {
    const sink = new MemorySink({ used: 0, max: 4_000 });
    const capture = new Capture(HEADER, sink);
    for (let count = 0; count < 20; count += 1) capture.add(entry("x".repeat(100)));
    expect(await capture.finish(NOW)).toMatch(/^[0-9a-f]{64}$/);
    const { entries, trailer } = await entriesOf(sink);
    expect(entries.length).toBeGreaterThan(2);
    expect(trailer).toMatchObject({ entries: entries.length, dropped: 20 - entries.length });
    expect(capture.problem).toMatch(/^the capture is full at \d+ bytes; from then on exchanges count as dropped\.$/);
    expect(capture.hasFailed).toBe(false);
  });

  it("whose disk fails says so, counts the rest as dropped, and disturbs nobody", async () => {
    const memory = new MemorySink({ used: 0, max: 100_000 });
    const capture = new Capture(HEADER, failing(memory, 3));
    for (let count = 0; count < 10; count += 1) capture.add(entry());
    expect(capture).toMatchObject({ entries: 2, dropped: 8, hasFailed: true, problem: "the disk is full" });
    expect(await capture.finish(NOW)).toBeNull();
  });

  it("keeps an exchange that is too long for a line without its bodies", async () => {
    const sink = new MemorySink({ used: 0, max: 100_000_000 });
    const capture = new Capture(HEADER, sink);
    capture.add(entry("\0".repeat(1_000_000)));
    capture.add(entry("short"));
    await capture.finish(NOW);
    const { entries } = await entriesOf(sink);
    expect(entries.map(({ seq, request }) => [seq, request.body, request.truncated])).toEqual([
      [1, "", true],
      [2, "short", undefined],
    ]);
  });

  it("gives its memory back when it is forgotten", () => {
    const budget = { used: 0, max: 10_000 };
    const sink = new MemorySink(budget);
    const capture = new Capture(HEADER, sink);
    capture.add(entry());
    expect(budget.used).toBe(sink.size);
    sink.forget();
    expect(budget.used).toBe(0);
  });
});

it("odd methods, odd headers and odd bodies are captured so that the reader reads them", async () => {
  await using it = probe();
  await it.call("POST", "/admin/runs/start", { at: "9999-12-31T23:59:59Z" });
  await it.call("PROPFIND", "/notes", undefined, { constructor: "x", "x-odd": "\u00ff" });
  await it.call("POST", "/notes", '{"text":"\\ud800"}');
  await it.call("POST", "/admin/time/advance", { duration: "P10Y" });
  await it.call("GET", "/notes?x=%ff");
  const response = await it.twin.fetch(
    new Request("http://localhost/admin/replay", { headers: { authorization: "Bearer k1" } }),
  );
  const reader = await readReplay(Buffer.from(await response.arrayBuffer()));
  const methods = [];
  for await (const { method, at } of reader.entries) methods.push(`${method} ${at.slice(0, 7)}`);
  expect(methods).toEqual(["PROPFIND 9999-12", "POST 9999-12", "GET +010009"]);
});
