import type { LedgerEntry } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { gatherEvidence } from "./evidence.ts";

let seq = 0;
function exchange(
  operation: string,
  method: string,
  path: string,
  status: number,
  body: unknown,
  agent = "sdk",
): LedgerEntry {
  const text = JSON.stringify(body);
  return {
    seq: (seq += 1),
    at: "2026-01-01T00:00:00.000Z",
    method: method as "GET",
    path,
    query: "",
    operation,
    request: { headers: { "user-agent": agent }, body: "", body_encoding: "none" },
    status,
    response: { headers: {}, body: text, body_encoding: "utf8" },
    duration_ms: 1,
    world: "w",
  };
}

const gather = (...exchanges: LedgerEntry[]) =>
  gatherEvidence([exchanges], (headers) => headers["user-agent"] === "sdk");

it("is nothing that a fault did or touched", () => {
  const injected = [
    exchange("Create", "POST", "/c", 200, { id: "1", a: 1 }),
    exchange("Get", "GET", "/c/1", 200, { id: "1", a: 1 }),
    exchange("List", "GET", "/c", 429, {}),
  ].map((entry) => ({ ...entry, fault: "fault_1" }));
  const { driven, negative, stateful } = gather(...injected);
  expect([driven.size, negative.size, stateful.size]).toEqual([0, 0, 0]);
});

describe("driven", () => {
  it("is a success of the official client only", () => {
    const { driven } = gather(
      exchange("Create", "POST", "/c", 200, { id: "1", a: 1 }),
      exchange("List", "GET", "/c", 200, {}, "curl"),
      exchange("Get", "GET", "/c/2", 404, {}),
    );
    expect([...driven]).toEqual(["Create"]);
  });
});

describe("negative", () => {
  it("is a refusal, not a failure of ours", () => {
    const { negative } = gather(exchange("A", "GET", "/a", 404, {}), exchange("B", "GET", "/b", 500, {}));
    expect([...negative]).toEqual(["A"]);
  });
});

describe("stateful", () => {
  it("is a write and the read that shows it", () => {
    const { stateful } = gather(
      exchange("Create", "POST", "/c", 200, { id: "1", name: "x" }),
      exchange("List", "GET", "/c", 200, { data: [{ id: "1", name: "x" }] }),
    );
    expect([...stateful]).toEqual(["Create", "List"]);
  });

  it("is not a read that shows something else than was written last", () => {
    const { stateful } = gather(
      exchange("Create", "POST", "/c", 200, { id: "1", name: "x" }),
      exchange("Update", "POST", "/c/1", 200, { id: "1", name: "y" }),
      exchange("Get", "GET", "/c/1", 200, { id: "1", name: "x" }),
    );
    expect([...stateful]).toEqual([]);
  });

  it("is not an id alone", () => {
    const { stateful } = gather(
      exchange("Create", "POST", "/c", 200, { id: "1" }),
      exchange("Get", "GET", "/c/1", 200, { id: "1" }),
    );
    expect([...stateful]).toEqual([]);
  });

  it("is a document without an id that is read where it was written", () => {
    const { stateful } = gather(
      exchange("PutValues", "PUT", "/c/1/values", 200, { values: { title: "x" }, at: 1 }),
      exchange("GetOther", "GET", "/c/2/values", 200, { values: { title: "x" }, at: 1 }),
      exchange("GetValues", "GET", "/c/1/values", 200, { values: { title: "x" }, at: 1 }),
    );
    expect([...stateful]).toEqual(["PutValues", "GetValues"]);
  });

  it("is a deletion after which the object is gone", () => {
    const { stateful } = gather(
      exchange("Delete", "DELETE", "/c/1", 204, null),
      exchange("Get", "GET", "/c/1", 404, { error: {} }),
    );
    expect([...stateful]).toEqual(["Delete", "Get"]);
  });
});
