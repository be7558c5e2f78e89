import type { LedgerEntry } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { ledgerPage, readLedgerFilter } from "./ledger-filter.ts";

function entry(seq: number, facts: Partial<LedgerEntry> = {}): LedgerEntry {
  const message = { headers: {}, body: "", body_encoding: "none" } as const;
  return {
    seq,
    at: "2026-01-01T00:00:00.000Z",
    method: "GET",
    path: "/notes",
    query: "",
    operation: "ListNotes",
    request: message,
    status: 200,
    response: message,
    duration_ms: 1,
    world: "default",
    ...facts,
  };
}

const LEDGER = [
  entry(1, { method: "POST", status: 201, request: { headers: {}, body: '{"text":"Needle"}', body_encoding: "utf8" } }),
  entry(2, { status: 404, path: "/notes/needle" }),
  entry(3, { status: 404, unimplemented: "GET /nowhere", operation: null }),
  entry(4, { status: 0, fault: "fault_1" }),
  entry(5, { status: 503, fault: "fail_rate" }),
];

describe("the ledger's filter", () => {
  it.each<[string, number[]]>([
    ["", [5, 4, 3, 2, 1]],
    ["method=POST", [1]],
    ["status=4xx", [3, 2]],
    ["status=unimplemented", [3]],
    ["status=fault", [5, 4]],
    ["text=needle", [2, 1]],
    ["text=LISTNOTES&method=GET&status=2xx", []],
    ["before=3", [2, 1]],
    ["method=post&status=9xx&before=x&unknown=1", [5, 4, 3, 2, 1]],
  ])("%s", (query, wanted) => {
    const page = ledgerPage(LEDGER, readLedgerFilter(new URLSearchParams(query)));
    expect(page.shown.map(({ seq }) => seq)).toEqual(wanted);
  });

  it("pages through everything once, newest first", () => {
    const entries = Array.from({ length: 120 }, (_, at) => entry(at + 1));
    const seen: number[] = [];
    let before = "";
    for (;;) {
      const page = ledgerPage(entries, readLedgerFilter(new URLSearchParams({ before })));
      seen.push(...page.shown.map(({ seq }) => seq));
      if (page.older === null) break;
      before = String(page.older);
    }
    expect(seen).toEqual(entries.map(({ seq }) => seq).toReversed());
  });
});
