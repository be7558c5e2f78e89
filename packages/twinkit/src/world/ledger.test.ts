import { expect, it } from "vitest";
import { Ledger, LEDGER_BYTES_MAX, LEDGER_ENTRIES_MAX } from "./ledger.ts";

const message = (body: string) => ({ headers: {}, body, body_encoding: "utf8" as const });
const entry = (body = "") => ({
  at: "2026-01-01T00:00:00.000Z",
  method: "GET" as const,
  path: "/",
  query: "",
  operation: null,
  request: message(""),
  status: 200,
  response: message(body),
  duration_ms: 1,
  world: "default",
});

it("keeps the newest entries and counts those that left", () => {
  const ledger = new Ledger();
  for (let at = 0; at < LEDGER_ENTRIES_MAX * 3 + 7; at += 1) ledger.append(entry());
  expect(ledger.size).toBe(LEDGER_ENTRIES_MAX);
  expect(ledger.list().at(-1)?.seq).toBe(LEDGER_ENTRIES_MAX * 3 + 7);
  expect(ledger.list()[0]?.seq).toBe(LEDGER_ENTRIES_MAX * 2 + 8);
  expect(ledger.dropped).toBe(LEDGER_ENTRIES_MAX * 2 + 7);
});

it("is bounded in bytes as well", () => {
  const ledger = new Ledger();
  const large = "x".repeat(LEDGER_BYTES_MAX / 8);
  for (let at = 0; at < 20; at += 1) ledger.append(entry(large));
  expect(ledger.size).toBeLessThan(9);
  expect(ledger.list().at(-1)?.seq).toBe(20);
});

it("starts over when cleared", () => {
  const ledger = new Ledger();
  ledger.append(entry());
  ledger.clear();
  expect(ledger.append(entry()).seq).toBe(1);
});
