import { describe, expect, it } from "vitest";
import type { TwinTypes } from "../define/twin-types.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import { VendorError } from "../wire/vendor-error.ts";
import type { Admission } from "./admission.ts";
import { BUCKETS_MAX } from "./buckets.ts";
import { counterHeaders, rateLimitFields, rateLimitHeaders, retryAfter } from "./limit-headers.ts";
import { RateLimiter } from "./rate-limiter.ts";
import type { RateLimitRule, RateLimits } from "./rate-limits.ts";

const START_MS = Date.parse("2026-01-01T00:00:00.000Z");

interface Sent {
  readonly operation?: string;
  readonly method?: string;
  readonly pattern?: string;
  readonly account?: string;
  readonly path?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

function limitsOf(
  rules: readonly RateLimitRule<TwinTypes>[],
  more: Partial<RateLimits<TwinTypes>> = {},
): RateLimits<TwinTypes> {
  return {
    profiles: { on: { description: "", source: "", rules }, other: { description: "", source: "", rules } },
    exceeded: (exceeded) =>
      new VendorError({ status: 429, code: "slow_down", body: { rule: exceeded.rule }, headers: retryAfter(exceeded) }),
    ...more,
  };
}

/** A world's limiter with its clock, and a request as terse as can be. */
function world(limits: RateLimits<TwinTypes>) {
  const clock = { nowMs: START_MS };
  const limiter = new RateLimiter(limits, clock);
  const send = (sent: Sent = {}, profile = "on"): Admission<TwinTypes> => {
    const { operation = "ListNotes", method = "GET", pattern = "/notes", account = "", path = {} } = sent;
    const request: RequestFacts = {
      method,
      path: pattern,
      query: "",
      headers: sent.headers ?? {},
      origin: "http://localhost",
      requestId: "rq_1",
      world: "default",
      receivedAtMs: clock.nowMs,
    };
    return limiter.admit(
      profile,
      { name: operation, method, pattern },
      { path, account: { world: "w", account }, request },
    );
  };
  const admitted = (count: number, sent?: Sent): number => {
    let passed = 0;
    for (let made = 0; made < count; made += 1) if (send(sent).refusal === null) passed += 1;
    return passed;
  };
  return { clock, limiter, send, admitted };
}

const perSecond = (limit: number, more: Partial<RateLimitRule<TwinTypes>> = {}): RateLimitRule<TwinTypes> =>
  ({ name: "rate", scope: "account", kind: "fixed_window", limit, window: 1_000, ...more }) as RateLimitRule<TwinTypes>;

describe("a bucket's scope", () => {
  it.each<[string, Partial<RateLimitRule<TwinTypes>>, Sent, Sent, boolean]>([
    ["world: one account uses what another has", { scope: "world" }, { account: "a" }, { account: "b" }, true],
    ["account: each has its own", { scope: "account" }, { account: "a" }, { account: "b" }, false],
    ["account: operations share it", { scope: "account" }, { operation: "A" }, { operation: "B" }, true],
    ["operation: each has its own", { scope: "operation" }, { operation: "A" }, { operation: "B" }, false],
    ["operation: accounts do not share it", { scope: "operation" }, { account: "a" }, { account: "b" }, false],
    [
      "credential: each has its own",
      { scope: "credential" },
      { headers: { authorization: "Bearer 1" } },
      { headers: { authorization: "Bearer 2" } },
      false,
    ],
    [
      "address: each has its own",
      { scope: "address" },
      { headers: { "x-forwarded-for": "10.0.0.1, 10.9.9.9" } },
      { headers: { "x-forwarded-for": "10.0.0.2" } },
      false,
    ],
    ["address: without one all of this machine", { scope: "address" }, { account: "a" }, { account: "b" }, true],
    [
      "a function: what it returns",
      { scope: ({ path }) => path["note"] ?? "" },
      { path: { note: "1" } },
      { path: { note: "2" } },
      false,
    ],
  ])("%s", (_, rule, first, second, shared) => {
    const { send } = world(limitsOf([perSecond(1, rule)]));
    expect(send(first).refusal).toBeNull();
    expect(send(first).refusal).not.toBeNull();
    expect(send(second).refusal === null).toBe(!shared);
  });

  it("keeps no credential and no long key in its state", () => {
    const secret = "Bearer sk_live_very_secret";
    const { send, limiter } = world(
      limitsOf([perSecond(5, { scope: "credential" }), perSecond(5, { name: "long", scope: () => "x".repeat(4_000) })]),
    );
    send({ headers: { authorization: secret } });
    expect(JSON.stringify(limiter.export())).not.toContain("secret");
    for (const { key } of limiter.export().buckets) expect(key.length).toBe(16);
  });
});

describe("which requests a rule counts", () => {
  it.each<[string, Partial<RateLimitRule<TwinTypes>>, Sent, boolean]>([
    ["a method it names", { match: { methods: ["GET"] } }, { method: "GET" }, true],
    ["no method it does not name", { match: { methods: ["POST"] } }, { method: "GET" }, false],
    ["an operation by glob", { match: { operations: ["List*"] } }, { operation: "ListNotes" }, true],
    ["no other operation", { match: { operations: ["List*"] } }, { operation: "ReListNotes" }, false],
    ["a route below, with **", { match: { paths: ["/v1/**"] } }, { pattern: "/v1/notes/:note/text" }, true],
    ["one segment, with *", { match: { paths: ["/v1/*"] } }, { pattern: "/v1/notes" }, true],
    ["not two segments, with *", { match: { paths: ["/v1/*"] } }, { pattern: "/v1/notes/:note" }, false],
    ["what looks like an expression as text", { match: { paths: ["/v1/a.b"] } }, { pattern: "/v1/axb" }, false],
    ["nothing that is excepted", { except: { paths: ["/v1/**"] } }, { pattern: "/v1/notes" }, false],
    ["callers for which it is made", { when: ({ account }) => account.account === "a" }, { account: "a" }, true],
    ["no other callers", { when: ({ account }) => account.account === "a" }, { account: "b" }, false],
  ])("%s", (_, rule, sent, counted) => {
    const { admitted } = world(limitsOf([perSecond(1, { scope: "world", ...rule })]));
    expect(admitted(3, sent)).toBe(counted ? 1 : 3);
  });
});

describe("a refused request", () => {
  it("is told by the first rule that it exceeds, and costs nothing in any", () => {
    const rules = [perSecond(3, { name: "wide" }), perSecond(1, { name: "narrow" }), perSecond(1, { name: "also" })];
    const { send, limiter } = world(limitsOf(rules));
    send();
    for (let made = 0; made < 5; made += 1) expect(send().refusal?.body).toEqual({ rule: "narrow" });
    expect(limiter.statuses("on").map(({ rule, used }) => [rule, used])).toEqual([
      ["wide", 1],
      ["narrow", 1],
      ["also", 1],
    ]);
  });

  it("counts where the rule says so", () => {
    const rule = { name: "rate", scope: "world", kind: "sliding_window", limit: 1, windowMs: 1_000 } as const;
    const patient = world(limitsOf([rule]));
    const counting = world(limitsOf([{ ...rule, countsRefused: true }]));
    for (const { send, clock } of [patient, counting]) {
      send();
      clock.nowMs += 600;
      send();
      clock.nowMs += 600;
    }
    expect(patient.send().refusal).toBeNull();
    expect(counting.send().refusal).not.toBeNull();
  });

  it("holds no slot, even where refusals count", () => {
    const rule = { name: "slots", scope: "world", kind: "concurrency", limit: 1, countsRefused: true } as const;
    const { send } = world(limitsOf([rule]));
    const first = send();
    for (let made = 0; made < 3; made += 1) send().release();
    first.release();
    expect(send().refusal).toBeNull();
  });
});

describe("concurrency", () => {
  it("frees its slot once, however often it is released", () => {
    const { send } = world(limitsOf([{ name: "slots", scope: "world", kind: "concurrency", limit: 2 }]));
    const [first, second] = [send(), send()];
    expect(send().refusal).not.toBeNull();
    first.release();
    first.release();
    expect(send().refusal).toBeNull();
    expect(send().refusal).not.toBeNull();
    second.release();
  });

  it("of one rule is not freed by a request that another rule refused", () => {
    const wide = { name: "wide", scope: "world", kind: "concurrency", limit: 2 } as const;
    const narrow = { name: "narrow", scope: "account", kind: "concurrency", limit: 1 } as const;
    const { send } = world(limitsOf([wide, narrow]));
    expect(send({ account: "a" }).refusal).toBeNull();
    for (let made = 0; made < 3; made += 1) send({ account: "a" }).release();
    expect(send({ account: "b" }).refusal).toBeNull();
    expect(send({ account: "c" }).refusal?.body).toEqual({ rule: "wide" });
  });

  it("is not hurt by a reset while requests are under way", () => {
    const { send, limiter } = world(limitsOf([{ name: "slots", scope: "world", kind: "concurrency", limit: 1 }]));
    const before = send();
    limiter.reset();
    const after = send();
    before.release();
    expect(send().refusal).not.toBeNull();
    after.release();
    expect(send().refusal).toBeNull();
  });
});

describe("points", () => {
  it("cost what the rule says of a request", () => {
    const rule = perSecond(10, { cost: ({ request }) => (request.method === "GET" ? 1 : 5) });
    const { admitted, clock } = world(limitsOf([rule]));
    expect(admitted(20)).toBe(10);
    clock.nowMs += 1_000;
    expect(admitted(20, { method: "POST", operation: "CreateNote" })).toBe(2);
  });

  it("are charged by the handler where only it knows them, and settled to what they really were", () => {
    const bucket = {
      name: "graphql",
      scope: "account",
      kind: "token_bucket",
      capacity: 1_000,
      refill: { amount: 50, everyMs: 1_000 },
      charged: "handler",
    } as const;
    const { send, clock } = world(limitsOf([bucket]));
    const first = send();
    expect(first.status("graphql")).toMatchObject({ remaining: 1_000 });
    expect(first.spend("graphql", { cost: 800 })).toMatchObject({ remaining: 200, exceeded: false });
    expect(first.settle("graphql", 100)).toMatchObject({ remaining: 900 });
    const second = send();
    expect(second.trySpend("graphql", { cost: 901 })).toMatchObject({
      exceeded: true,
      remaining: 900,
      retryAfterMs: 20,
    });
    expect(() => second.spend("graphql", { cost: 901 })).toThrow(VendorError);
    clock.nowMs += 20;
    expect(send().spend("graphql", { cost: 901 })).toMatchObject({ remaining: 0, exceeded: false });
  });

  it("may turn out more than asked for, and are then owed", () => {
    const tokens = {
      name: "tokens",
      scope: "account",
      kind: "token_bucket",
      capacity: 100,
      refill: { amount: 10, everyMs: 1_000 },
      charged: "handler",
    } as const;
    const { send } = world(limitsOf([tokens]));
    const request = send();
    request.spend("tokens", { cost: 80 });
    expect(request.settle("tokens", 150)).toMatchObject({ remaining: 0 });
    expect(send().trySpend("tokens")).toMatchObject({ exceeded: true, retryAfterMs: 5_100 });
  });

  it("go to the bucket that the handler names", () => {
    const channel = perSecond(1, { name: "channel", charged: "handler" });
    const { send } = world(limitsOf([channel]));
    expect(send().spend("channel", { key: "C1" })?.exceeded).toBe(false);
    expect(send().spend("channel", { key: "C2" })?.exceeded).toBe(false);
    expect(() => send().spend("channel", { key: "C1" })).toThrow(VendorError);
  });

  it("are nothing where the profile has no such rule", () => {
    const { send } = world(limitsOf([perSecond(1)]));
    const request = send();
    expect([request.spend("graphql"), request.settle("graphql", 1), request.status("graphql")]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("headers", () => {
  const rules = [perSecond(10, { name: "burst" }), perSecond(100, { name: "hourly", window: 3_600_000 } as object)];

  it("speak of the tightest limit, as the limits stand at the answer", () => {
    const { send, clock } = world(limitsOf(rules, { headers: (statuses) => counterHeaders(statuses) }));
    clock.nowMs += 250;
    send();
    expect(send().headers()).toEqual({
      "x-ratelimit-limit": "10",
      "x-ratelimit-remaining": "8",
      "x-ratelimit-reset": String(START_MS / 1_000 + 1),
    });
  });

  it("follow the drafts of the IETF", () => {
    const { send, clock } = world(
      limitsOf(rules, { headers: (all) => ({ ...rateLimitHeaders(all), ...rateLimitFields(all) }) }),
    );
    clock.nowMs += 250;
    expect(send().headers()).toEqual({
      "ratelimit-limit": "10",
      "ratelimit-remaining": "9",
      "ratelimit-reset": "1",
      "ratelimit-policy": '"burst";q=10;w=1, "hourly";q=100;w=3600',
      ratelimit: '"burst";r=9;t=1, "hourly";r=99;t=3600',
    });
  });

  it("of a refusal speak of the limit that refused, with Retry-After in whole seconds", () => {
    const { send, admitted } = world(limitsOf(rules, { headers: (all) => counterHeaders(all, { reset: "delta" }) }));
    admitted(10);
    const refused = send();
    expect(refused.refusal?.headers).toEqual({ "retry-after": "1" });
    expect(refused.headers()).toMatchObject({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" });
  });

  it("are absent where no rule counted the request", () => {
    const { send } = world(
      limitsOf([perSecond(1, { match: { methods: ["POST"] } })], { headers: (all) => counterHeaders(all) }),
    );
    expect(send().headers()).toEqual({});
  });
});

describe("the state", () => {
  const rules = [
    perSecond(3),
    { name: "bucket", scope: "operation", kind: "token_bucket", capacity: 5, refill: { amount: 1, everyMs: 700 } },
    { name: "sliding", scope: "world", kind: "sliding_window", limit: 7, windowMs: 5_000 },
    { name: "slots", scope: "world", kind: "concurrency", limit: 100 },
  ] as const;

  it("through JSON goes on counting where it stood", () => {
    const before = world(limitsOf(rules));
    before.admitted(2);
    before.clock.nowMs += 400;
    before.admitted(1, { operation: "GetNote" });
    const exported: unknown = JSON.parse(JSON.stringify(before.limiter.export()));
    const after = world(limitsOf(rules));
    after.clock.nowMs = before.clock.nowMs;
    after.limiter.restore(exported as ReturnType<typeof after.limiter.export>);
    expect(after.limiter.export()).toEqual(exported);
    for (const waitMs of [0, 0, 700, 500, 0, 3_000]) {
      for (const { clock } of [before, after]) clock.nowMs += waitMs;
      expect(after.admitted(2)).toBe(before.admitted(2));
    }
  });

  it("leaves out requests under way and what is as good as new", () => {
    const { send, limiter, clock } = world(limitsOf(rules));
    send();
    expect(limiter.export().buckets.map(({ rule }) => rule)).toEqual(["rate", "bucket", "sliding"]);
    clock.nowMs += 60_000;
    expect(limiter.export()).toEqual({ profile: "on", buckets: [] });
  });

  it("of a rule that is gone is left out", () => {
    const { limiter } = world(limitsOf([perSecond(1)]));
    limiter.restore({ profile: "on", buckets: [{ rule: "gone", key: "", state: [1, 2] }] });
    expect(limiter.export().buckets).toEqual([]);
  });

  it("is empty after a reset, and when another profile begins", () => {
    const { send, limiter, admitted } = world(limitsOf([perSecond(1)]));
    expect(admitted(2)).toBe(1);
    expect(send({}, "other").refusal).toBeNull();
    expect(limiter.statuses("on")).toEqual([]);
    expect(send({}, "other").refusal).not.toBeNull();
    limiter.reset();
    expect(limiter.export()).toEqual({ profile: null, buckets: [] });
    expect(send({}, "other").refusal).toBeNull();
  });

  it("is bounded: the oldest buckets leave", () => {
    const { limiter, send } = world(limitsOf([perSecond(5)]));
    for (let made = 0; made < BUCKETS_MAX + 500; made += 1) send({ account: `a${made}` });
    expect(limiter.export().buckets.length).toBeLessThanOrEqual(BUCKETS_MAX);
    expect(limiter.export().buckets.at(-1)?.key).toBe(`a${BUCKETS_MAX + 499}`);
  });

  it("loses idle buckets before one that counts, however old it is", () => {
    const hourly = perSecond(1, { name: "hour", window: 3_600_000, match: { methods: ["PUT"] } } as object);
    const { send, clock } = world(limitsOf([perSecond(5, { match: { methods: ["GET"] } }), hourly]));
    const put = { method: "PUT", operation: "PutNote" };
    send(put);
    for (let made = 0; made < 2 * BUCKETS_MAX; made += 1) {
      send({ account: `a${made}` });
      if (made % 500 === 0) clock.nowMs += 1_000;
    }
    expect(send(put).refusal).not.toBeNull();
  });
});
