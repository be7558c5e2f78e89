import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FaultRequest, MatchedOperation } from "./fault-match.ts";
import { FaultPlan } from "./fault-plan.ts";
import type { FaultSpec } from "./fault-spec.ts";

const READ: MatchedOperation = { name: "GetThing", method: "GET", pattern: "/things/:thing" };
const SEARCH: MatchedOperation = { name: "SearchThings", method: "GET", pattern: "/things/search" };
const WRITE: MatchedOperation = { name: "PostThings", method: "POST", pattern: "/things" };
const OPERATIONS = [SEARCH, READ, WRITE];

const read: FaultRequest = { method: "GET", path: "/things/1", operation: READ };
const search: FaultRequest = { method: "GET", path: "/things/search", operation: SEARCH };
const write: FaultRequest = { method: "POST", path: "/things", operation: WRITE };
const unknown: FaultRequest = { method: "PATCH", path: "/none", operation: null };

function planOf(seed: string, ...specs: Partial<FaultSpec>[]): FaultPlan {
  const plan = new FaultPlan(() => seed);
  for (const spec of specs) plan.arm({ match: {}, effect: { status: 500 }, ...spec }, OPERATIONS);
  return plan;
}

const struck = (plan: FaultPlan, ...requests: FaultRequest[]): (string | null)[] =>
  requests.map((request) => plan.strike(request)?.fault.id ?? null);

describe("which requests a fault strikes", () => {
  it("every one where it names none", () => {
    expect(struck(planOf("s", {}), read, write, unknown)).toEqual(["fault_1", "fault_1", "fault_1"]);
  });

  it("those of its method", () => {
    const plan = planOf("s", { match: { method: "PATCH" } });
    expect(struck(plan, read, write, unknown)).toEqual([null, null, "fault_1"]);
  });

  it("a route that it spells out, and no other that has the same form", () => {
    const plan = planOf("s", { match: { path: "/things/{id}" } });
    expect(struck(plan, read, search)).toEqual(["fault_1", null]);
    const glob = planOf("s", { match: { path: "/things/*" } });
    expect(struck(glob, read, search)).toEqual(["fault_1", "fault_1"]);
  });

  it("those of its operation", () => {
    expect(struck(planOf("s", { match: { operation: "*Things" } }), read, search, write, unknown)).toEqual([
      null,
      "fault_1",
      "fault_1",
      null,
    ]);
  });
});

describe("several faults", () => {
  it("are asked in order; the first that decides ends it, and those after it do not count the request", () => {
    const plan = planOf("s", { count: 1 }, { effect: { code: "x" } });
    expect(struck(plan, read, read)).toEqual(["fault_1", "fault_2"]);
    expect(plan.list().map(({ matched, fired }) => [matched, fired])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it("add their latencies to each other and to an error", () => {
    const plan = planOf(
      "s",
      { effect: { latency_ms: 10 } },
      { effect: { latency_ms: 5 } },
      { effect: { status: 500, latency_ms: 1 }, count: 1 },
    );
    expect(plan.strike(read)).toMatchObject({ fault: { id: "fault_3" }, latencyMs: 16 });
    expect(plan.strike(read)).toMatchObject({ fault: { id: "fault_1" }, latencyMs: 15 });
  });

  it("leave in any order", () => {
    const plan = planOf("s", { count: 5 }, {});
    expect(plan.disarm("fault_1")).toBe(true);
    expect(plan.disarm("fault_1")).toBe(false);
    expect(struck(plan, read)).toEqual(["fault_2"]);
    expect(plan.clear()).toBe(1);
    expect([plan.strikesRequests, plan.strike(read)]).toEqual([false, null]);
  });

  it("cost nothing once they are spent", () => {
    const plan = planOf("s", { count: 1 });
    plan.strike(read);
    expect([plan.strikesRequests, plan.list().length]).toEqual([false, 1]);
  });
});

describe("the same seed gives the same failures", () => {
  const outcomes = (plan: FaultPlan, requests: readonly FaultRequest[]): string =>
    requests.map((request) => (plan.strike(request) === null ? "." : "x")).join("");
  const reads = Array.from({ length: 64 }, () => read);
  const flaky = { match: { method: "GET" as const }, rate: 0.5 };

  it("and another seed other ones", () => {
    expect(outcomes(planOf("a", flaky), reads)).toBe(outcomes(planOf("a", flaky), reads));
    expect(outcomes(planOf("a", flaky), reads)).not.toBe(outcomes(planOf("b", flaky), reads));
  });

  it("whatever else goes on: requests that do not fit, faults that do not decide, the configured share", () => {
    const expected = outcomes(planOf("a", flaky), reads);
    fc.assert(
      fc.property(fc.infiniteStream(fc.constantFrom("write", "unknown", "config", "nothing")), (noise) => {
        const plan = planOf("a", flaky, { match: { method: "POST" }, rate: 0.3 });
        const seen = reads.map((request) => {
          const other = noise.next().value;
          if (other === "write" || other === "unknown") plan.strike(other === "write" ? write : unknown);
          if (other === "config") plan.fails(0.5);
          return plan.strike(request) === null ? "." : "x";
        });
        expect(seen.join("")).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("to each fault by its own stream, and to one with a seed of its own in any world", () => {
    const plan = planOf("a", { ...flaky, effect: { latency_ms: 1 } }, flaky);
    const fired = reads.map((request) => {
      const strike = plan.strike(request);
      return [strike !== null && strike.latencyMs > 0, strike?.fault.id === "fault_2"];
    });
    expect(fired.filter(([one, two]) => one !== two).length).toBeGreaterThan(10);
    const own = { ...flaky, seed: 7 };
    const elsewhere = planOf("b", { match: { method: "PUT" } }, own);
    expect(outcomes(elsewhere, reads)).toBe(outcomes(planOf("a", own), reads));
  });

  it("after a reset as at the beginning", () => {
    const plan = planOf("a", flaky);
    const first = [outcomes(plan, reads), plan.fails(0.5), plan.drawLatencyMs("typical")];
    plan.reset();
    plan.arm({ match: { method: "GET" }, rate: 0.5, effect: { status: 500 } }, OPERATIONS);
    expect([outcomes(plan, reads), plan.fails(0.5), plan.drawLatencyMs("typical")]).toEqual(first);
  });

  it("though latencies are drawn as well", () => {
    const slow = { ...flaky, effect: { status: 500, latency_profile: "typical" as const } };
    expect(outcomes(planOf("a", slow), reads)).toBe(outcomes(planOf("a", flaky), reads));
  });
});
