import { describe, expect, it } from "vitest";
import { createTwin } from "../server/twin.ts";
import { callerOf, probe } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";

describe("GET /admin/health", () => {
  it("tells who answers", async () => {
    await using twin = probe();
    expect((await twin.call("GET", "/admin/health")).json).toEqual({
      status: "ok",
      twin: "twin-probe",
      version: "1.2.3",
      worlds: 1,
      license: { status: "none" },
    });
  });
});

describe("POST /admin/reset", () => {
  it("takes one world back to its beginning: state, ledger, clock, ids, pending work", async () => {
    await using twin = probe();
    const before = await twin.call("POST", "/notes", { text: "a", publish_after_ms: 1_000 });
    await twin.call("POST", "/notes", { text: "kept" }, { authorization: "Bearer k2" });
    await twin.call("POST", "/admin/time/advance", { duration: "500ms" });
    await twin.call("POST", "/admin/reset");
    expect((await twin.call("GET", "/admin/requests")).json).toEqual({ requests: [], dropped: 0 });
    expect((await twin.call("GET", "/admin/time")).json).toMatchObject({
      time: "2026-01-01T00:00:00.000Z",
      waiting: 0,
    });
    const after = await twin.call("POST", "/notes", { text: "a" });
    expect(after.json["id"]).toBe(before.json["id"]);
    expect((await twin.call("GET", "/notes/count", undefined, { authorization: "Bearer k2" })).json).toEqual({
      count: 1,
    });
  });

  it("takes all worlds back with ?world=*", async () => {
    await using twin = probe();
    for (const key of ["k1", "k2"])
      await twin.call("POST", "/notes", { text: "a" }, { authorization: `Bearer ${key}` });
    expect((await twin.call("POST", "/admin/reset?world=*")).json["worlds"]).toHaveLength(3);
    for (const key of ["k1", "k2"]) {
      const count = await twin.call("GET", "/notes/count", undefined, { authorization: `Bearer ${key}` });
      expect(count.json).toEqual({ count: 0 });
    }
  });
});

describe("GET /admin/requests", () => {
  it("narrows by method, path, status and since", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a" });
    await twin.call("POST", "/admin/time/advance", { duration: "1h" });
    await twin.call("GET", "/notes");
    await twin.call("GET", "/notes/nope");
    const count = async (query: string): Promise<number> =>
      ((await twin.call("GET", `/admin/requests?${query}`)).json["requests"] as unknown as unknown[]).length;
    expect(await count("method=get")).toBe(2);
    expect(await count("path=/notes")).toBe(2);
    expect(await count("status=404")).toBe(1);
    expect(await count("since=2026-01-01T00:30:00Z")).toBe(2);
    expect(await count("")).toBe(3);
  });
});

describe("the clock", () => {
  it("runs what falls due in order, standing at each due time, cascades included", async () => {
    await using twin = probe();
    const late = await twin.call("POST", "/notes", { text: "late", publish_after_ms: 3_600_000 });
    const early = await twin.call("POST", "/notes", { text: "early", publish_after_ms: 60_000 });
    const { worlds } = (await twin.call("POST", "/admin/time/advance", { duration: "PT30M" })).json;
    expect(worlds).toMatchObject([{ time: "2026-01-01T00:30:00.000Z", actions: 1, waiting: 2 }]);
    expect((await twin.call("GET", `/notes/${early.json["id"]}`)).json).toMatchObject({ status: "published" });
    expect((await twin.call("GET", `/notes/${late.json["id"]}`)).json).toMatchObject({ status: "draft" });
    await twin.call("POST", "/admin/time/set", { time: "2026-02-15T00:00:00Z" });
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 0 });
  });

  it("runs due work by itself as the machine's time flows", async () => {
    await using twin = probe({ clock: {} });
    const note = await twin.call("POST", "/notes", { text: "soon", publish_after_ms: 5 });
    await expect
      .poll(async () => (await twin.call("GET", `/notes/${note.json["id"]}`)).json["status"])
      .toBe("published");
  });

  it("finishes at shutdown what must not be lost", async () => {
    const { twin, call } = probe();
    await call("POST", "/notes", { text: "a", publish_after_ms: 86_400_000 });
    expect(await twin.close()).toEqual({ finished: 1, aborted: 0 });
    expect((await call("GET", "/notes")).json).toMatchObject({ notes: [{ status: "published" }] });
  });
});

describe("state", () => {
  it("export and import are inverse, pending work and randomness included", async () => {
    await using one = probe();
    await using two = probe({ seed: 99 });
    const note = await one.call("POST", "/notes", { text: "a", publish_after_ms: 1_000 }, { "idempotency-key": "i" });
    await one.call("POST", "/notes", { text: "b" }, { "probe-account": "x" });
    const exported = (await one.call("GET", "/admin/state")).json;
    expect((await two.call("POST", "/admin/state", exported)).status).toBe(200);
    expect((await two.call("GET", "/admin/state")).json).toEqual(exported);
    for (const { call } of [one, two]) await call("POST", "/admin/time/advance", { duration: "1m" });
    expect((await two.call("GET", `/notes/${note.json["id"]}`)).json).toMatchObject({ status: "published" });
    const next = await one.call("POST", "/notes", { text: "c" });
    expect((await two.call("POST", "/notes", { text: "c" })).json).toEqual(next.json);
  });

  it.each([
    ["another twin's", (state: Loose) => ({ ...state, twin: "twin-other" }), "twin"],
    ["an unknown collection", (state: Loose) => ({ ...state, accounts: { "": { things: [] } } }), "accounts..things"],
    [
      "an id twice",
      (state: Loose) => ({ ...state, accounts: { "": { notes: [{ id: "n" }, { id: "n" }] } } }),
      "accounts..notes.1.id",
    ],
    [
      "an entity without id",
      (state: Loose) => ({ ...state, accounts: { "": { notes: [{}] } } }),
      "accounts..notes.0.id",
    ],
    [
      "an unknown action",
      (state: Loose) => ({
        ...state,
        agenda: { seq: 1, entries: [{ dueMs: 1, seq: 1, action: "x", account: "", payload: {} }] },
      }),
      "agenda.entries.0.action",
    ],
    ["a foreign format", (state: Loose) => ({ ...state, format: "zip" }), "format"],
    ["an unknown field", (state: Loose) => ({ ...state, more: 1 }), "more"],
    ["no object", () => [], null],
  ])("refuses %s whole and names the path", async (_, change, path) => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a" });
    const before = (await twin.call("GET", "/admin/state")).json;
    const answer = await twin.call("POST", "/admin/state", change(before));
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: { code: "state_invalid", path } });
    expect((await twin.call("GET", "/admin/state")).json).toEqual(before);
  });
});

describe("a state with many problems", () => {
  it.each([
    ["of its form", (state: Loose) => ({ ...state, agenda: { seq: -1, entries: Array(20).fill({ dueMs: "soon" }) } })],
    [
      "of its content",
      (state: Loose) => ({ ...state, twin: "twin-other", accounts: { "": { notes: Array(20).fill({ id: "n" }) } } }),
    ],
  ])("%s names the first ten of them with their paths", async (_, change) => {
    await using twin = probe();
    const before = (await twin.call("GET", "/admin/state")).json;
    const { status, json } = await twin.call("POST", "/admin/state", change(before));
    const { error } = json as unknown as { error: { code: string; problems: { path: string; message: string }[] } };
    expect([status, error.code]).toEqual([400, "state_invalid"]);
    expect(error.problems).toHaveLength(10);
    for (const { path, message } of error.problems)
      expect([path, message]).toEqual([expect.any(String), expect.any(String)]);
    expect(new Set(error.problems.map(({ path }) => path)).size).toBe(10);
    expect((await twin.call("GET", "/admin/state")).json).toEqual(before);
  });
});

describe("PUT /admin/config", () => {
  it("changes what is named and answers the whole", async () => {
    await using twin = probe();
    expect((await twin.call("PUT", "/admin/config", { latency_ms: 5 })).json).toEqual({
      latency_ms: 5,
      latency_profile: null,
      fail_rate: 0,
      strict: true,
      rate_limit_profile: null,
      webhook_url: null,
    });
  });
});

describe("a refused admin call", () => {
  it.each([
    ["PUT", "/admin/config", { latency_ms: -1 }, 400, "invalid_body", "latency_ms"],
    ["PUT", "/admin/config", { latency_ms: "5" }, 400, "invalid_body", "latency_ms"],
    ["PUT", "/admin/config", { strict: false, fail_rate: 2 }, 400, "invalid_body", "fail_rate"],
    ["PUT", "/admin/config", { port: 1 }, 400, "invalid_body", "port"],
    ["PUT", "/admin/config", { webhook_url: "nonsense" }, 400, "invalid_body", "webhook_url"],
    ["PUT", "/admin/config", "{", 400, "malformed_json", null],
    ["PUT", "/admin/config", "[]", 400, "invalid_body", null],
    ["PUT", "/admin/config", { webhook_url: `http://localhost/${"x".repeat(70_000)}` }, 413, "body_too_large", null],
    ["POST", "/admin/time/advance", {}, 400, "invalid_body", "duration"],
    ["POST", "/admin/time/advance", { duration: "soon" }, 400, "invalid_body", "duration"],
    ["POST", "/admin/time/advance", { duration: "-1h" }, 400, "invalid_body", "duration"],
    ["POST", "/admin/time/advance", { duration: "P101Y" }, 400, "invalid_body", "duration"],
    ["POST", "/admin/time/set", { time: "tomorrow" }, 400, "invalid_body", "time"],
    ["POST", "/admin/time/advance?world=k1", { duration: "1h" }, 400, "invalid_query", "world"],
    ["POST", "/admin/reset?world=..%2F..%2Fetc", undefined, 400, "invalid_query", "world"],
    ["GET", "/admin/requests?status=abc", undefined, 400, "invalid_query", "status"],
    ["GET", "/admin/requests?colour=red", undefined, 400, "invalid_query", "colour"],
    ["POST", "/admin/webhooks/..%2F..%2Fetc/replay", undefined, 404, "unknown_delivery", "id"],
    ["GET", "/admin", undefined, 404, "unknown_route", null],
    ["GET", "/admin/state/more", undefined, 404, "unknown_route", null],
    ["DELETE", "/admin/state", undefined, 405, "method_not_allowed", null],
    ["GET", "/admin/reset", undefined, 405, "method_not_allowed", null],
  ])("%s %s %j", async (method, path, body, status, code, field) => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a" });
    const shot = async (): Promise<unknown> => [
      (await twin.call("GET", "/admin/state")).json,
      (await twin.call("GET", "/admin/config")).json,
    ];
    const before = await shot();
    const answer = await twin.call(method, path, body);
    expect([answer.status, answer.json]).toMatchObject([status, { error: { code, path: field } }]);
    expect(await shot()).toEqual(before);
  });

  it("needs a JSON content type", async () => {
    await using twin = probe();
    const answer = await twin.call("PUT", "/admin/config", "{}", { "content-type": "text/plain" });
    expect(answer.json).toMatchObject({ error: { code: "unsupported_media_type" } });
  });

  it("names the allowed methods", async () => {
    await using twin = probe();
    expect((await twin.call("DELETE", "/admin/state")).headers.get("allow")).toBe("GET, POST");
  });
});

describe("who may call", () => {
  it("is this machine only: no foreign page, no rebound name", async () => {
    await using twin = probe();
    const foreign = await twin.call("POST", "/admin/reset", undefined, { origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    const rebound = await twin.twin.fetch(new Request("http://evil.example/admin/health"));
    expect(rebound.status).toBe(403);
    const own = await twin.call("POST", "/admin/reset", undefined, { origin: "http://127.0.0.1:4111" });
    expect(own.status).toBe(200);
  });

  it("is whoever has the token, where there is one", async () => {
    const twin = createTwin(probeTwin, { adminToken: "correct horse battery staple" });
    const call = callerOf(twin);
    expect((await call("GET", "/admin/health")).status).toBe(401);
    expect((await call("GET", "/admin/health", undefined, { "wt-admin-token": "wrong" })).status).toBe(401);
    const token = { "wt-admin-token": "correct horse battery staple" };
    expect((await call("GET", "/admin/health", undefined, token)).status).toBe(200);
    await twin.close();
  });
});

type Loose = Record<string, unknown>;
