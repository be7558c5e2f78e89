import { describe, expect, it } from "vitest";
import { listen } from "../server/listen.ts";
import { createTwin } from "../server/twin.ts";
import { type Answer, type Call, probe } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";

const SMALL = { config: { rate_limit_profile: "small" } };
const statuses = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status);
const used = async (call: Call, rule: string): Promise<number> => {
  const { buckets } = (await call("GET", "/admin/limits")).json as unknown as {
    buckets: { rule: string; used: number }[];
  };
  return buckets.find((bucket) => bucket.rule === rule)?.used ?? 0;
};
async function times(count: number, send: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let made = 0; made < count; made += 1) answers.push(await send());
  return answers;
}

describe("rate limits that are off", () => {
  it("refuse nothing, count nothing and add no header", async () => {
    await using twin = probe();
    const answers = await times(20, () => twin.call("GET", "/notes"));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
    expect([...answers[0]!.headers.keys()].filter((name) => name.includes("limit"))).toEqual([]);
    expect((await twin.call("GET", "/admin/limits")).json).toMatchObject({ profile: null, buckets: [] });
    expect((await twin.call("GET", "/admin/state")).json["limits"]).toEqual({ profile: null, buckets: [] });
  });

  it("leave a handler's own charges without effect", async () => {
    await using twin = probe();
    expect((await twin.call("POST", "/notes", { text: "far more than ten characters" })).status).toBe(201);
  });
});

describe("rate limits that are on", () => {
  it("answer the vendor's refusal, and let the request through once the clock was advanced", async () => {
    await using twin = probe();
    await twin.call("PUT", "/admin/config", { rate_limit_profile: "small" });
    const answers = await times(5, () => twin.call("GET", "/notes"));
    expect(statuses(answers)).toEqual([200, 200, 200, 429, 429]);
    expect(answers[4]!.json).toEqual({ problem: { code: "too_many", message: "reads", param: null } });
    expect(Object.fromEntries(answers[4]!.headers)).toMatchObject({
      "retry-after": "1",
      "x-ratelimit-limit": "3",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Date.parse("2026-01-01T00:00:01Z") / 1_000),
      "probe-request-id": expect.stringMatching(/^rq_/) as string,
    });
    await twin.call("POST", "/admin/time/advance", { duration: "1s" });
    expect((await twin.call("GET", "/notes")).status).toBe(200);
  });

  it("tell on every answer what is left, errors included", async () => {
    await using twin = probe(SMALL);
    const missing = await twin.call("GET", "/notes/nope");
    expect([missing.status, missing.headers.get("x-ratelimit-remaining")]).toEqual([404, "2"]);
    const malformed = await twin.call("POST", "/notes", "{");
    expect([malformed.status, malformed.headers.get("x-ratelimit-remaining")]).toEqual([400, "1"]);
  });

  it("count neither who is not let in nor what is no route", async () => {
    await using twin = probe(SMALL);
    await twin.call("GET", "/nowhere");
    await twin.twin.fetch(new Request("http://localhost/notes"));
    expect(await used(twin.call, "reads")).toBe(0);
  });

  it("never touch the admin API", async () => {
    await using twin = probe(SMALL);
    const answers = await times(20, () => twin.call("GET", "/admin/time"));
    expect(new Set(statuses(answers))).toEqual(new Set([200]));
  });

  it("of one world count nothing of another", async () => {
    await using twin = probe(SMALL);
    const send = (key: string) => twin.call("GET", "/notes", undefined, { authorization: `Bearer ${key}` });
    expect(statuses(await times(4, () => send("k1")))).toEqual([200, 200, 200, 429]);
    expect(statuses(await times(4, () => send("k2")))).toEqual([200, 200, 200, 429]);
    await twin.call("POST", "/admin/time/advance", { duration: "1s" }, { authorization: "Bearer k2" });
    expect((await send("k1")).status).toBe(429);
    expect((await send("k2")).status).toBe(200);
  });

  it("let a refused request have no effect, and do not keep its answer under its idempotency key", async () => {
    await using twin = probe(SMALL);
    const send = (key: string) => twin.call("POST", "/notes", { text: "a" }, { "idempotency-key": key });
    expect(statuses([await send("i1"), await send("i2"), await send("i3")])).toEqual([201, 201, 429]);
    await twin.call("POST", "/admin/time/advance", { duration: "1s" });
    const repeated = await send("i3");
    expect([repeated.status, repeated.headers.get("idempotent-replayed")]).toEqual([201, null]);
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 3 });
  });

  it("are charged by a handler for what its parameters say", async () => {
    await using twin = probe({ config: { rate_limit_profile: "characters" } });
    expect((await twin.call("POST", "/notes", { text: "sixsix" })).status).toBe(201);
    const refused = await twin.call("POST", "/notes", { text: "fives" });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "10"]);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("4");
    expect((await twin.call("POST", "/notes", { text: "four" })).status).toBe(201);
    expect((await twin.call("GET", "/notes/count")).json).toEqual({ count: 2 });
  });

  it("give the same answers for the same requests", async () => {
    const answersOf = async () => {
      await using twin = probe(SMALL);
      const answers: unknown[] = [];
      for (const [method, duration] of [
        ["GET", "300ms"],
        ["POST", "200ms"],
        ["GET", "900ms"],
      ] as const) {
        for (const { status, headers, json } of await times(4, () =>
          twin.call(method, "/notes", method === "GET" ? undefined : { text: "a" }),
        )) {
          answers.push({ status, headers: Object.fromEntries(headers), json });
        }
        await twin.call("POST", "/admin/time/advance", { duration });
      }
      return answers;
    };
    expect(await answersOf()).toEqual(await answersOf());
  });
});

describe("concurrency", () => {
  const slow = { config: { rate_limit_profile: "small", latency_ms: 1_000 } };

  it("holds a slot until the answer is made, and frees it then", async () => {
    await using twin = probe(slow);
    const underWay = [twin.call("POST", "/notes", { text: "a" }), twin.call("POST", "/notes", { text: "a" })];
    await expect.poll(() => used(twin.call, "slots")).toBe(2);
    const third = await twin.call("GET", "/notes");
    expect([third.status, third.json["problem"]]).toMatchObject([429, { message: "slots" }]);
    expect(statuses(await Promise.all(underWay))).toEqual([201, 201]);
    expect(await used(twin.call, "slots")).toBe(0);
  });

  it.each(["throw", "return", "crash"])("frees the slot of a handler that ends with %s", async (fail) => {
    await using twin = probe({ config: { rate_limit_profile: "small" } });
    for (let made = 0; made < 4; made += 1) {
      await twin.call("POST", "/notes", { text: "a", fail });
      await twin.call("POST", "/admin/time/advance", { duration: "10s" });
    }
    expect(await used(twin.call, "slots")).toBe(0);
  });

  it("frees the slot of a client that went away", async () => {
    const twin = createTwin(probeTwin, slow);
    const { url, close } = await listen(twin, { port: 0 });
    try {
      const gone = new AbortController();
      const headers = { authorization: "Bearer k1" };
      const sent = fetch(`${url}/notes`, { headers, signal: gone.signal }).catch((error: unknown) => error);
      const slots = async () => {
        const answer = await fetch(`${url}/admin/limits`, { headers });
        const { buckets } = (await answer.json()) as { buckets: { rule: string }[] };
        return buckets.filter(({ rule }) => rule === "slots").length;
      };
      await expect.poll(slots).toBe(1);
      gone.abort();
      expect(await sent).toMatchObject({ name: "AbortError" });
      await expect.poll(slots, { timeout: 5_000 }).toBe(0);
    } finally {
      await close();
    }
  });
});

describe("what the limits have counted", () => {
  it("is empty after a reset", async () => {
    await using twin = probe(SMALL);
    await times(4, () => twin.call("GET", "/notes"));
    await twin.call("POST", "/admin/reset");
    expect((await twin.call("GET", "/admin/limits")).json["buckets"]).toEqual([]);
    expect((await twin.call("GET", "/notes")).status).toBe(200);
  });

  it("is restored with a snapshot", async () => {
    await using twin = probe(SMALL);
    await times(2, () => twin.call("GET", "/notes"));
    await twin.call("POST", "/admin/snapshots", { name: "two" });
    await twin.call("GET", "/notes");
    expect((await twin.call("GET", "/notes")).status).toBe(429);
    await twin.call("POST", "/admin/snapshots/two/restore");
    expect(statuses(await times(2, () => twin.call("GET", "/notes")))).toEqual([200, 429]);
  });

  it("goes with the exported state", async () => {
    await using one = probe(SMALL);
    await using two = probe(SMALL);
    await times(2, () => one.call("GET", "/notes"));
    await one.call("POST", "/notes", { text: "a" });
    const state = (await one.call("GET", "/admin/state")).json;
    expect((await two.call("POST", "/admin/state", state)).status).toBe(200);
    expect((await two.call("GET", "/admin/state")).json).toEqual(state);
    expect(statuses(await times(2, () => two.call("GET", "/notes")))).toEqual([200, 429]);
  });

  it.each([
    ["a profile that the twin lacks", { profile: "vast", buckets: [] }, "limits.profile"],
    [
      "a rule that the profile lacks",
      { profile: "small", buckets: [{ rule: "x", key: "", state: [] }] },
      "limits.buckets.0.rule",
    ],
    ["buckets of no profile", { profile: null, buckets: [{ rule: "reads", key: "", state: [] }] }, "limits.profile"],
    [
      "a number that is none",
      { profile: "small", buckets: [{ rule: "reads", key: "", state: ["1"] }] },
      "limits.buckets.0.state.0",
    ],
  ])("is refused in a state with %s", async (_, limits, path) => {
    await using twin = probe(SMALL);
    const before = (await twin.call("GET", "/admin/state")).json;
    const answer = await twin.call("POST", "/admin/state", { ...before, limits });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: { code: "state_invalid", path } });
    expect((await twin.call("GET", "/admin/state")).json).toEqual(before);
  });

  it("is shown by GET /admin/limits", async () => {
    await using twin = probe(SMALL);
    await twin.call("GET", "/notes", undefined, { "probe-account": "a1" });
    const { json } = await twin.call("GET", "/admin/limits");
    expect(json["profiles"]).toHaveLength(2);
    expect(json["profiles"]![0]).toMatchObject({
      name: "small",
      rules: [
        { name: "slots" },
        { name: "reads", kind: "fixed_window", limit: 3, window_ms: 1_000 },
        { name: "writes" },
      ],
    });
    expect(json).toMatchObject({
      profile: "small",
      buckets: [
        {
          rule: "reads",
          key: "a1",
          limit: 3,
          used: 1,
          remaining: 2,
          resets_at: "2026-01-01T00:00:01.000Z",
          retry_after_ms: 0,
        },
      ],
    });
  });
});

describe("switching", () => {
  it("off and on begins with nothing counted; naming the profile that is on changes nothing", async () => {
    await using twin = probe(SMALL);
    const configure = (profile: string | null) => twin.call("PUT", "/admin/config", { rate_limit_profile: profile });
    await times(3, () => twin.call("GET", "/notes"));
    await configure("small");
    expect((await twin.call("GET", "/notes")).status).toBe(429);
    await configure(null);
    expect((await twin.call("GET", "/notes")).status).toBe(200);
    await configure("small");
    expect(statuses(await times(4, () => twin.call("GET", "/notes")))).toEqual([200, 200, 200, 429]);
  });
});

describe("a profile that the twin does not have", () => {
  it("is refused with those it has, and nothing of the change applies", async () => {
    await using twin = probe();
    const before = (await twin.call("GET", "/admin/config")).json;
    const answer = await twin.call("PUT", "/admin/config", { latency_ms: 5, rate_limit_profile: "vast" });
    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      error: {
        code: "invalid_body",
        message: 'twin-probe has no rate limit profile "vast": choose small, characters, or null for none.',
        path: "rate_limit_profile",
      },
    });
    expect((await twin.call("GET", "/admin/config")).json).toEqual(before);
  });

  it.each(["vast", "toString"])("stops the twin %s from being made", (name) => {
    expect(() => createTwin(probeTwin, { config: { rate_limit_profile: name } })).toThrow("choose small, characters");
  });
});
