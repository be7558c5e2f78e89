import { gzipSync } from "node:zlib";
import { formatReplayLine, type ReplayEntry, ReplayError, type ReplayHeader } from "@twinkit-pro/contracts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReplaySource } from "./expand.ts";
import { readReplay, type ReadReplayOptions } from "./read-replay.ts";

const HEADER: ReplayHeader = {
  format: "wt-replay",
  version: 1,
  twin: "twin-probe",
  twin_version: "1.0.0",
  run_id: "run-1",
  seed: 42,
  started_at: "2026-01-01T00:00:00.000Z",
};

function entry(seq: number, body = "ü".repeat(seq)): ReplayEntry {
  const message = { headers: { a: "b" }, body, body_encoding: "utf8" as const };
  const at = "2026-01-01T00:00:00.000Z";
  const [method, path, query, world] = ["POST", "/notes", "", "default"];
  return {
    seq,
    at,
    method,
    path,
    query,
    operation: null,
    request: message,
    status: 200,
    response: message,
    duration_ms: 0,
    world,
  };
}

function bundleOf(entries: readonly ReplayEntry[]): Buffer {
  const trailer = { entries: entries.length, dropped: 0, finished_at: HEADER.started_at };
  return Buffer.from([HEADER, ...entries, trailer].map((value) => `${formatReplayLine(value)}\n`).join(""));
}

async function readAll(source: ReplaySource, options: ReadReplayOptions = {}) {
  const reader = await readReplay(source, options);
  const entries: ReplayEntry[] = [];
  for await (const each of reader.entries) entries.push(each);
  return { header: reader.header, entries, trailer: reader.trailer(), missing: reader.missing() };
}

/** The bytes in chunks of any size. */
async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const ENTRIES = [1, 2, 3].map((seq) => entry(seq));
const PLAIN = bundleOf(ENTRIES);
const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 });

describe("a bundle", () => {
  it("reads the same plain or compressed, however it arrives", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string()), fc.boolean(), sizes, async (bodies, compressed, chunks) => {
        const entries = bodies.map((body, at) => entry(at + 1, body));
        const plain = bundleOf(entries);
        const read = await readAll(pieces(compressed ? gzipSync(plain) : plain, chunks));
        expect(read).toMatchObject({ header: HEADER, entries, missing: null });
        expect(read.trailer?.entries).toBe(entries.length);
      }),
      { numRuns: 50 },
    );
  });

  it("is read from text and from bytes, and may lack the last line break", async () => {
    expect((await readAll(PLAIN.toString())).entries).toEqual(ENTRIES);
    expect((await readAll(PLAIN.subarray(0, -1))).entries).toEqual(ENTRIES);
  });

  it("is refused with the line, whatever bytes are damaged", async () => {
    const damaged = fc.record({ compressed: fc.boolean(), at: fc.nat(), bit: fc.nat(7), cut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(damaged, fc.boolean(), async ({ compressed, at, bit, cut }, recover) => {
        const bytes = Buffer.from(compressed ? gzipSync(PLAIN) : PLAIN);
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        try {
          await readAll(cut ? bytes.subarray(0, place) : bytes, { recover });
        } catch (error) {
          expect(error).toBeInstanceOf(ReplayError);
          expect((error as ReplayError).line).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("that is cut off anywhere is refused as it is, and gives up all its whole lines to recover", async () => {
    const headerEnd = PLAIN.indexOf("\n") + 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: headerEnd, max: PLAIN.length - 2 }), async (end) => {
        const cut = PLAIN.subarray(0, end);
        await expect(readAll(cut)).rejects.toThrow(ReplayError);
        const read = await readAll(cut, { recover: true });
        const wholeLines = cut.toString("latin1").split("\n").length - 1;
        // An entry whose line lacks only its line break is whole, too.
        const expected = [wholeLines - 1, wholeLines];
        expect(expected).toContain(read.entries.length);
        expect(read.entries).toEqual(ENTRIES.slice(0, read.entries.length));
        expect(read.trailer).toBeNull();
        expect(read.missing).toMatch(/^Line \d of the bundle: .*; how many took place after them is not known\.$/);
      }),
    );
  });

  it("that is cut off and compressed gives up what its bytes hold", async () => {
    const big = bundleOf(Array.from({ length: 500 }, (_, at) => entry(at + 1, `${Math.sin(at)}`.repeat(9))));
    const zipped = gzipSync(big);
    const read = await readAll(zipped.subarray(0, Math.floor(zipped.length / 2)), { recover: true });
    expect(read.entries.length).toBeGreaterThan(100);
    expect(read.missing).toContain("could be read");
  });

  it("with zeros where a power cut took the end is recovered", async () => {
    const end = PLAIN.lastIndexOf("\n", PLAIN.length - 2) + 1;
    const read = await readAll(Buffer.concat([PLAIN.subarray(0, end), Buffer.alloc(4_096)]), { recover: true });
    expect(read.entries).toEqual(ENTRIES);
  });

  it("with damage before its end is refused also where recovery was asked for", async () => {
    const lines = PLAIN.toString().split("\n");
    lines[2] = "{";
    await expect(readAll(lines.join("\n"), { recover: true })).rejects.toMatchObject({ code: "not_json", line: 3 });
  });

  it.each([
    ["nothing", "", "empty"],
    ["a line that is too long", PLAIN, "line_too_long"],
    ["bytes that are no text", Buffer.concat([PLAIN.subarray(0, 40), Buffer.from([0xff, 0x0a])]), "not_utf8"],
  ])("of %s is refused", async (_, source, code) => {
    await expect(readAll(source, { lineBytesMax: 200 })).rejects.toMatchObject({ code });
  });

  it("lets go of its source at its end, at damage, and when it is closed", async () => {
    const ends: string[] = [];
    async function* source(name: string, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
      try {
        yield* pieces(bytes, [10]);
      } finally {
        ends.push(name);
      }
    }
    await readAll(source("end", PLAIN));
    await readAll(source("damage", Buffer.from(PLAIN.toString().replace('"seq":2', '"seq":9')))).catch(() => undefined);
    await readAll(source("no header", Buffer.from("{}"))).catch(() => undefined);
    await (await readReplay(source("closed", PLAIN))).close();
    await (await readReplay(source("closed zip", gzipSync(PLAIN)))).close();
    for await (const _ of (await readReplay(source("left", PLAIN))).entries) break;
    expect(ends).toEqual(["end", "damage", "no header", "closed", "closed zip", "left"]);
  });

  it("that expands beyond the bound is refused before it fills the memory", async () => {
    await expect(readAll(gzipSync(PLAIN), { bytesMax: 500 })).rejects.toMatchObject({ code: "too_large" });
    const long = gzipSync(Buffer.alloc(64 * 1024 * 1024, "a"));
    await expect(readAll(long)).rejects.toMatchObject({ code: "line_too_long", line: 1 });
  });
});
