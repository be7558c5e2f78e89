import { describe, expect, it } from "vitest";
import { RUNTIME } from "../server/twin.ts";
import { probe } from "../testing/client.ts";
import { FAULTS_MAX } from "./fault-plan.ts";

const named = (name: string): Record<string, string> => ({ "wt-world": name });
const REFUSED = { effect: { status: 503 } };

describe("POST /admin/faults", () => {
  it("answers what was armed, where, and which operations it can reach", async () => {
    await using twin = probe();
    const spec = { match: { method: "post", path: "/notes" }, count: 2, effect: { status: 503, latency_ms: 5 } };
    const armed = await twin.call("POST", "/admin/faults", spec, named("red"));
    expect([armed.status, armed.json]).toEqual([
      201,
      {
        id: "fault_1",
        world: "red",
        match: { method: "POST", path: "/notes" },
        count: 2,
        effect: { status: 503, latency_ms: 5 },
        status: "armed",
        matched: 0,
        fired: 0,
        remaining: 2,
        operations: ["CreateNote"],
      },
    ]);
  });

  it.each([
    ["GET /notes/:note", { method: "GET", path: "/notes/:note" }, ["GetNote"]],
    ["OpenAPI's spelling", { path: "/notes/{id}" }, ["GetNote", "DeleteNote"]],
    ["one segment", { path: "/notes/*" }, ["CountNotes", "GetNote", "DeleteNote"]],
    ["a slash at the end", { path: "/notes/" }, ["CreateNote", "ListNotes"]],
    ["any number of segments", { path: "/notes/**", method: "PUT" }, ["PutText"]],
    ["names", { operation: "*Hook" }, ["CreateHook", "DeleteHook"]],
    ["a route that is not there", { path: "/none/*" }, []],
    ["HEAD", { path: "/notes/count", method: "HEAD" }, ["CountNotes", "GetNote"]],
  ])("reaches %s", async (_, match, operations) => {
    await using twin = probe();
    const armed = await twin.call("POST", "/admin/faults", { match, ...REFUSED });
    expect(armed.json).toMatchObject({ operations });
  });

  it("arms in the world that the match names, made where it is new", async () => {
    await using twin = probe();
    const spec = { match: { world: "green" }, ...REFUSED };
    expect((await twin.call("POST", "/admin/faults", spec, named("red"))).json).toMatchObject({ world: "green" });
    expect((await twin.call("GET", "/notes", undefined, named("red"))).status).toBe(200);
    expect((await twin.call("GET", "/notes", undefined, named("green"))).status).toBe(503);
  });

  it.each([
    ["no effect", "effect", { effect: {} }],
    ["effect missing", "effect", {}],
    ["an unknown effect", "effect.explode", { effect: { explode: true } }],
    ["a method there is not", "match.method", { match: { method: "FETCH" }, ...REFUSED }],
    ["a path without its slash", "match.path", { match: { path: "notes" }, ...REFUSED }],
    ["a path with a query", "match.path", { match: { path: "/notes?a=1" }, ...REFUSED }],
    ["an unknown operation", "match.operation", { match: { operation: "GetNotes" }, ...REFUSED }],
    ["no name of a world", "match.world", { match: { world: "../etc" }, ...REFUSED }],
    ["a status that is none", "effect.status", { effect: { status: 200 } }],
    ["a code the vendor does not have", "effect.code", { effect: { code: "teapot" } }],
    ["a rate above one", "rate", { rate: 1.5, ...REFUSED }],
    ["no count", "count", { count: 0, ...REFUSED }],
    ["half a count", "count", { count: 1.5, ...REFUSED }],
    ["an empty sequence", "sequence", { sequence: [], ...REFUSED }],
    ["an unknown step", "sequence.1", { sequence: ["fail", "maybe"], ...REFUSED }],
    ["two triggers", "count", { rate: 0.5, count: 1, ...REFUSED }],
    ["a repetition of nothing", "repeat", { repeat: true, count: 1, ...REFUSED }],
    ["a latency without end", "effect.latency_ms", { effect: { latency_ms: 60_001 } }],
    ["two latencies", "effect.latency_profile", { effect: { latency_ms: 1, latency_profile: "fast" } }],
    ["an unknown profile", "effect.latency_profile", { effect: { latency_profile: "warp" } }],
    [
      "percentiles the wrong way round",
      "effect.latency.p99_ms",
      { effect: { latency: { distribution: "lognormal", p50_ms: 9, p99_ms: 8 } } },
    ],
    [
      "bounds the wrong way round",
      "effect.latency.max_ms",
      { effect: { latency: { distribution: "uniform", min_ms: 9, max_ms: 8 } } },
    ],
    ["two ways to break", "effect.timeout", { effect: { reset: true, timeout: true } }],
    ["an answer that never arrives", "effect.status", { effect: { status: 500, reset: "before" } }],
    ["an event without a webhook", "match.event", { match: { event: "note.*" }, ...REFUSED }],
    ["a webhook by path", "match.path", { match: { path: "/notes" }, effect: { webhook: "duplicate" } }],
    ["a webhook and more", "effect.status", { effect: { webhook: "duplicate", status: 500 } }],
    ["a seed that is none", "seed", { seed: 0.5, ...REFUSED }],
  ])("refuses %s and changes nothing", async (_, path, spec) => {
    await using twin = probe();
    const answer = await twin.call("POST", "/admin/faults", spec, named("red"));
    expect([answer.status, answer.json]).toMatchObject([400, { error: { code: "invalid_body", path } }]);
    expect((await twin.call("GET", "/admin/worlds")).json).toMatchObject({ worlds: [{ name: "default" }] });
  });

  it("names the operations that a mistyped one may mean, and the codes that the vendor has", async () => {
    await using twin = probe();
    const refused = async (spec: unknown): Promise<unknown> =>
      (await twin.call("POST", "/admin/faults", spec)).json["error"]!["message"];
    expect(await refused({ match: { operation: "hook" }, ...REFUSED })).toContain("CreateHook, DeleteHook");
    expect(await refused({ effect: { code: "teapot" } })).toContain("gone_fishing, too_fast");
  });

  it("drops a spent fault for a new one, and refuses where all are armed", async () => {
    await using twin = probe();
    const { worlds } = twin.twin[RUNTIME];
    const faults = worlds.open(worlds.nameOf("k1"))!.faults;
    const arm = (spec: object) => twin.call("POST", "/admin/faults", { match: { path: "/none" }, ...spec });
    await arm({ count: 1, ...REFUSED });
    for (let at = 1; at < FAULTS_MAX; at += 1) await arm(REFUSED);
    const refused = await arm(REFUSED);
    expect([refused.status, refused.json]).toMatchObject([507, { error: { code: "faults_full" } }]);
    expect((await twin.call("GET", "/none")).status).toBe(503);
    expect((await arm(REFUSED)).status).toBe(201);
    expect(faults.list()).toHaveLength(FAULTS_MAX);
    expect(faults.get("fault_1")).toBeUndefined();
  });
});

describe("a fault that is armed", () => {
  it("is listed with its firings; the codes and profiles there are stand beside", async () => {
    await using twin = probe();
    await twin.call("POST", "/admin/faults", { sequence: ["fail", "ok", "fail"], ...REFUSED });
    await twin.call("GET", "/notes");
    await twin.call("GET", "/notes");
    const listed = await twin.call("GET", "/admin/faults");
    expect(listed.json).toMatchObject({
      faults: [{ id: "fault_1", status: "armed", matched: 2, fired: 1, remaining: 1 }],
      codes: ["gone_fishing", "too_fast"],
      latency_profiles: { typical: { p50_ms: 120, p99_ms: 600 } },
    });
  });

  it("is disarmed by its id, alone", async () => {
    await using twin = probe();
    await twin.call("POST", "/admin/faults", REFUSED);
    await twin.call("POST", "/admin/faults", { effect: { status: 500 } });
    expect((await twin.call("DELETE", "/admin/faults/fault_1")).json).toEqual({ status: "disarmed", fault: "fault_1" });
    expect((await twin.call("GET", "/notes")).status).toBe(500);
    expect((await twin.call("DELETE", "/admin/faults/fault_1")).status).toBe(404);
  });

  it.each([
    ["DELETE", "/admin/faults"],
    ["POST", "/admin/reset"],
  ])("is disarmed with all others by %s %s", async (method, path) => {
    await using twin = probe();
    await twin.call("POST", "/admin/faults", REFUSED);
    await twin.call("POST", "/admin/faults", REFUSED, named("red"));
    expect((await twin.call(method, path)).status).toBe(200);
    expect((await twin.call("GET", "/notes")).status).toBe(200);
    expect((await twin.call("GET", "/notes", undefined, named("red"))).status).toBe(503);
    await twin.call(method, `${path}?world=*`);
    expect((await twin.call("GET", "/notes", undefined, named("red"))).status).toBe(200);
  });

  it("does not touch the admin API", async () => {
    await using twin = probe({ config: { fail_rate: 1 } });
    await twin.call("POST", "/admin/faults", { match: { path: "/**" }, effect: { reset: true } });
    for (const path of ["health", "time", "faults", "requests"]) {
      expect((await twin.call("GET", `/admin/${path}`)).status).toBe(200);
    }
  });
});
