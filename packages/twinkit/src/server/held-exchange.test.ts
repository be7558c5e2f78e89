import { inspect } from "node:util";
import { expect, it } from "vitest";
import { createScrubber } from "../world/scrub.ts";
import { HeaderMemo } from "../world/header-memo.ts";
import { TextStore } from "../world/text-store.ts";
import { LazyExchange, type RawExchange } from "./held-exchange.ts";
import { heldBody, RECORDED_BODY_BYTES_MAX, recorded } from "./recorded-body.ts";

const keepers = { scrubber: createScrubber(), texts: new TextStore() };
const SECRET = "hunter2hunter2";

const raw = (requestBody: Uint8Array, type: string): RawExchange => ({
  atMs: 0,
  method: "POST",
  path: "/",
  query: `api_key=${SECRET}`,
  operation: null,
  requestHeaders: new HeaderMemo().keep({ authorization: `Bearer ${SECRET}`, "content-type": type }),
  requestBody: heldBody(requestBody, type, keepers),
  status: 404,
  responseHeaders: { "set-cookie": SECRET },
  responseBody: heldBody(`{"client_secret":"${SECRET}"}`, "application/json", keepers),
  durationMs: 1,
  world: "default",
  unimplemented: true,
  fault: "fault_1",
});

it.each([
  ["application/x-www-form-urlencoded", `password=${SECRET}`],
  ["Application/JSON; charset=utf-8", `{"password":"${SECRET}"}`],
  ["application/json", `{"pad":"${"x".repeat(5_000)}","password":"${SECRET}"}`],
  ["application/octet-stream", ` {"password":"${SECRET}"}`],
  ["application/json", `{"password":"${SECRET}","bad":"\xff"}`],
])("gives no secret away, before or after it is read: %s", (type, body) => {
  const held = new LazyExchange(raw(Buffer.from(body, "latin1"), type), keepers);
  const seen = (): string => inspect(held, { depth: Infinity, showHidden: true }) + JSON.stringify(held);
  expect(seen()).not.toContain(SECRET);
  const entry = held.entry(7);
  expect(entry).toMatchObject({ seq: 7, unimplemented: "POST /", fault: "fault_1" });
  expect(entry.request).toMatchObject({
    headers: { authorization: "REDACTED" },
    body: expect.stringContaining("REDACTED"),
  });
  expect(seen() + JSON.stringify(entry)).not.toContain(SECRET);
  expect(held.entry(7)).toBe(entry);
});

it("weighs all that it holds", () => {
  const weight = (bytes: number): number =>
    new LazyExchange(raw(Buffer.alloc(bytes, "x"), "text/plain"), keepers).weight;
  expect(weight(5_000) - weight(0)).toBe(5_000);
  expect(weight(10_000_000) - weight(0)).toBe(RECORDED_BODY_BYTES_MAX);
});

it.each([
  ["nothing", null, { body: "", body_encoding: "none" }],
  ["text", "a", { body: "a", body_encoding: "utf8" }],
  ["longer text", "aé".repeat(5_000), { body: "aé".repeat(5_000), body_encoding: "utf8" }],
  ["long text", "ab".repeat(RECORDED_BODY_BYTES_MAX), { body_encoding: "utf8", truncated: true }],
  ["bytes", Uint8Array.from([255, 0]), { body: "/wA=", body_encoding: "base64" }],
  ["many bytes", new Uint8Array(RECORDED_BODY_BYTES_MAX + 1).fill(255), { body_encoding: "base64", truncated: true }],
])("keeps %s", (_, body, kept) => {
  expect(recorded(heldBody(body, "image/png", keepers), keepers)).toMatchObject(kept);
});
