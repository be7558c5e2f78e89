import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReplayEntry, ReplayHeader, ReplayTrailer } from "./replay-bundle.ts";
import { ReplayError } from "./replay-error.ts";
import { createReplayParser, formatReplayLine } from "./replay-parser.ts";

const HEADER: ReplayHeader = {
  format: "wt-replay",
  version: 1,
  twin: "twin-probe",
  twin_version: "1.0.0",
  run_id: "run-1",
  seed: 42,
  started_at: "2026-01-01T00:00:00.000Z",
};

const text = fc.string({ unit: fc.oneof(fc.constantFrom("\n", "\u2028", "\ud800", '"', "\\", "\0"), fc.string()) });
const headers = fc.dictionary(fc.oneof(fc.constantFrom("constructor", "toString", "a"), text), text);
const message = fc.record({
  headers,
  body: text,
  body_encoding: fc.constantFrom("utf8" as const, "base64" as const, "none" as const),
});
const entryWithoutSeq = fc.record({
  at: fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  method: fc.constantFrom("GET", "POST", "PROPFIND"),
  path: text,
  query: text,
  operation: fc.option(text),
  request: message,
  status: fc.integer({ min: 100, max: 599 }),
  response: message,
  duration_ms: fc.double({ min: 0, max: 1e9, noNaN: true }),
  world: text,
});
const bundle = fc.record({ entries: fc.array(entryWithoutSeq, { maxLength: 5 }), dropped: fc.nat(3) }).map((made) => {
  const entries: ReplayEntry[] = made.entries.map((entry, at) => ({ seq: made.dropped + at + 1, ...entry }));
  const trailer: ReplayTrailer = { entries: entries.length, dropped: made.dropped, finished_at: HEADER.started_at };
  return { entries, trailer };
});

function parse(lines: readonly string[]): unknown[] {
  const parser = createReplayParser();
  const read = lines.map((line) => parser.line(line));
  parser.end();
  return read.map((line) => line[line.kind as never]);
}

function errorOf(lines: readonly string[]): ReplayError {
  try {
    parse(lines);
  } catch (error) {
    if (error instanceof ReplayError) return error;
    throw error;
  }
  throw new Error("it was read");
}

describe("the parser", () => {
  it("reads back whatever was written", () => {
    fc.assert(
      fc.property(bundle, ({ entries, trailer }) => {
        const values = [HEADER, ...entries, trailer];
        const lines = values.map(formatReplayLine);
        for (const line of lines) expect(line).not.toContain("\n");
        // Compared as text, so that -0 is 0, as JSON has it.
        expect(parse(lines).map((value) => JSON.stringify(value))).toEqual(lines);
      }),
    );
  });

  it("says of any damage which line it is in, and never fails otherwise", () => {
    const damage = fc.record({ at: fc.nat(), how: fc.constantFrom("drop", "double", "cut", "flip") });
    fc.assert(
      fc.property(bundle, damage, fc.nat(), ({ entries, trailer }, { at, how }, where) => {
        const lines = [HEADER, ...entries, trailer].map(formatReplayLine);
        const index = at % lines.length;
        const line = lines[index] ?? "";
        const place = where % line.length;
        if (how === "drop") lines.splice(index, 1);
        if (how === "double") lines.splice(index, 0, line);
        if (how === "cut") lines[index] = line.slice(0, place);
        if (how === "flip") lines[index] = `${line.slice(0, place)}~${line.slice(place + 1)}`;
        try {
          parse(lines);
          // A change inside of a text, or of the only line that nothing counts, makes another bundle, not a damaged one.
          expect(how).toBe("flip");
        } catch (error) {
          expect(error).toBeInstanceOf(ReplayError);
          expect((error as ReplayError).line).toBeGreaterThanOrEqual(1);
          expect((error as ReplayError).line).toBeLessThanOrEqual(lines.length + 1);
          expect((error as ReplayError).message).toMatch(/^Line \d+ of the bundle: /);
        }
      }),
    );
  });

  const [header, one, two, trailer] = [
    HEADER,
    entry(1),
    entry(2),
    { entries: 2, dropped: 0, finished_at: HEADER.started_at },
  ].map((value) => JSON.stringify(value)) as [string, string, string, string];

  it.each<[string, string[], string, number, string | null]>([
    ["nothing", [], "empty", 1, null],
    ["no header", [one, two, trailer], "header_invalid", 1, "format"],
    ["a header of another version", [header.replace(":1,", ":2,"), trailer], "header_invalid", 1, "version"],
    ["an array", ["[]"], "header_invalid", 1, null],
    ["no trailer", [header, one, two], "trailer_missing", 4, null],
    ["a line after the trailer", [header, one, two, trailer, one], "after_trailer", 5, null],
    ["a second trailer", [header, one, two, trailer, trailer], "after_trailer", 5, null],
    ["a gap", [header, one, JSON.stringify(entry(3)), trailer], "out_of_sequence", 3, "seq"],
    ["a missing first exchange", [header, two, trailer.replace(":2,", ":1,")], "count_mismatch", 3, "dropped"],
    ["a wrong count", [header, one, trailer], "count_mismatch", 3, "entries"],
    ["a trailer without an end", [header, '{"entries":0,"dropped":0}'], "trailer_invalid", 2, "finished_at"],
    ["a cut line", [header, one.slice(0, 20)], "not_json", 2, null],
    ["a field of the wrong type", [header, one.replace(':"GET"', ":7")], "entry_invalid", 2, "method"],
    [
      "an odd header of the wrong type",
      [header, one.replace('{"a":"b"}', '{"constructor":1}')],
      "entry_invalid",
      2,
      "request.headers",
    ],
  ])("refuses %s", (_, lines, code, line, path) => {
    const error = errorOf(lines);
    expect({ code: error.code, line: error.line, path: error.path }).toEqual({ code, line, path });
  });
});

function entry(seq: number): ReplayEntry {
  const message = { headers: { a: "b" }, body: "", body_encoding: "none" as const };
  return {
    seq,
    at: "2026-01-01T00:00:00.000Z",
    method: "GET",
    path: "/",
    query: "",
    operation: null,
    request: message,
    status: 200,
    response: { ...message, headers: {} },
    duration_ms: 0.5,
    world: "default",
  };
}
