import { describe, expect, it } from "vitest";
import type { TwinTypes } from "../define/twin-types.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import { VendorError } from "../wire/vendor-error.ts";
import { counterHeaders, retryAfter, secondsUntilReset } from "./limit-headers.ts";
import type { LimitStatus } from "./limit-status.ts";
import { RateLimiter } from "./rate-limiter.ts";
import type { LimitedRequest, RateLimitRule, RateLimits } from "./rate-limits.ts";

/**
 * The forms in which vendors limit and say so, each declared as a twin would: what the rules cannot express shows here.
 * The numbers stand for the form; a twin takes its own from its vendor's documentation.
 */

type Rule = RateLimitRule<TwinTypes>;
const START_MS = Date.parse("2026-01-01T00:00:30.000Z");
const HOUR_MS = 3_600_000;

function limiterOf(rules: readonly Rule[], more: Partial<RateLimits<TwinTypes>> = {}) {
  const clock = { nowMs: START_MS };
  const limiter = new RateLimiter<TwinTypes>(
    {
      profiles: { live: { description: "", source: "", rules } },
      exceeded: (status) => new VendorError({ status: 429, code: status.label, body: {}, headers: retryAfter(status) }),
      ...more,
    },
    clock,
  );
  const send = (method: string, operation: string, headers: Record<string, string> = {}, path = {}) => {
    const request: RequestFacts = {
      method,
      path: "/",
      query: "",
      headers,
      origin: "",
      requestId: "",
      world: "",
      receivedAtMs: clock.nowMs,
    };
    return limiter.admit("live", { name: operation, method, pattern: "/" }, { path, account: { world: "" }, request });
  };
  return { clock, send };
}

describe("a vendor like", () => {
  it("GitHub: 5,000 an hour for a token, 60 without, by resource, and secondary points a minute", () => {
    const known = ({ request }: LimitedRequest<TwinTypes>) => request.headers["authorization"] !== undefined;
    const hourly = { scope: "credential", kind: "fixed_window", window: HOUR_MS, anchor: "first" } as const;
    const { send, clock } = limiterOf(
      [
        { ...hourly, name: "core", limit: 5_000, when: known },
        { ...hourly, name: "anonymous", label: "core", scope: "address", limit: 60, when: (caller) => !known(caller) },
        {
          name: "secondary",
          scope: "credential",
          kind: "sliding_window",
          limit: 900,
          windowMs: 60_000,
          cost: ({ request: { method } }) => (method === "GET" ? 1 : 5),
        },
      ],
      {
        headers: (statuses) => {
          const primary = statuses.find(({ label }) => label === "core")!;
          return {
            ...counterHeaders([primary]),
            "x-ratelimit-used": String(primary.used),
            "x-ratelimit-resource": primary.label,
          };
        },
      },
    );
    for (let made = 0; made < 60; made += 1) expect(send("GET", "reposGet").refusal).toBeNull();
    const refused = send("GET", "reposGet");
    expect(refused.refusal?.code).toBe("core");
    expect(refused.headers()).toEqual({
      "x-ratelimit-limit": "60",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-used": "60",
      "x-ratelimit-reset": String((START_MS + HOUR_MS) / 1_000),
      "x-ratelimit-resource": "core",
    });
    const token = { authorization: "Bearer ghp_1" };
    for (let made = 0; made < 180; made += 1) expect(send("POST", "issuesCreate", token).refusal).toBeNull();
    expect(send("POST", "issuesCreate", token).refusal?.code).toBe("secondary");
    clock.nowMs += 60_000;
    expect(send("POST", "issuesCreate", token).refusal).toBeNull();
  });

  it("Shopify: a leaky bucket of query cost, requested then actual, throttled in an answer of 200", () => {
    const { send, clock } = limiterOf([
      {
        name: "graphql",
        scope: "account",
        kind: "token_bucket",
        capacity: 2_000,
        refill: { amount: 100, everyMs: 1_000 },
        charged: "handler",
      },
    ]);
    const cost = (requestedQueryCost: number, actualQueryCost: number) => {
      const request = send("POST", "GraphQL");
      const throttled = request.trySpend("graphql", { cost: requestedQueryCost })!.exceeded;
      const status = throttled ? request.status("graphql")! : request.settle("graphql", actualQueryCost)!;
      return {
        throttled,
        throttleStatus: { maximumAvailable: status.limit, currentlyAvailable: status.remaining, restoreRate: 100 },
      };
    };
    expect(cost(1_500, 500)).toEqual({
      throttled: false,
      throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 1_500, restoreRate: 100 },
    });
    expect(cost(1_501, 1)).toMatchObject({ throttled: true, throttleStatus: { currentlyAvailable: 1_500 } });
    clock.nowMs += 1_000;
    expect(cost(1_501, 1_501)).toMatchObject({ throttled: false, throttleStatus: { currentlyAvailable: 99 } });
  });

  it("Shopify REST: the bucket as used/size", () => {
    const { send } = limiterOf(
      [
        {
          name: "rest",
          scope: "account",
          kind: "token_bucket",
          capacity: 40,
          refill: { amount: 2, everyMs: 1_000 },
        },
      ],
      { headers: ([status]) => ({ "x-shopify-shop-api-call-limit": `${status!.used}/${status!.limit}` }) },
    );
    send("GET", "products");
    expect(send("GET", "products").headers()).toEqual({ "x-shopify-shop-api-call-limit": "2/40" });
  });

  it("Linear: requests and complexity side by side, each with its headers", () => {
    const hourly = { scope: "credential", kind: "token_bucket" } as const;
    const named = (status: LimitStatus) =>
      counterHeaders([status], { prefix: `x-ratelimit-${status.label}` }) as Record<string, string>;
    const { send } = limiterOf(
      [
        { ...hourly, name: "requests", capacity: 1_500, refill: { amount: 1_500, everyMs: HOUR_MS } },
        {
          ...hourly,
          name: "complexity",
          capacity: 250_000,
          refill: { amount: 250_000, everyMs: HOUR_MS },
          charged: "handler",
        },
      ],
      { headers: (statuses) => Object.assign({}, ...statuses.map(named)) as Record<string, string> },
    );
    const request = send("POST", "GraphQL");
    request.spend("complexity", { cost: 1_234 });
    expect(request.headers()).toMatchObject({
      "x-ratelimit-requests-remaining": "1499",
      "x-ratelimit-complexity-remaining": "248766",
    });
  });

  it("Slack: tiers by method, and one message a second in each channel", () => {
    const tier = (name: string, limit: number, operations: string[]): Rule => ({
      name,
      scope: "operation",
      kind: "fixed_window",
      limit,
      window: 60_000,
      match: { operations },
    });
    const { send, clock } = limiterOf([
      tier("tier2", 20, ["conversations.list", "users.list"]),
      tier("tier3", 50, ["conversations.history"]),
      {
        name: "channel",
        scope: "account",
        kind: "token_bucket",
        capacity: 1,
        refill: { amount: 1, everyMs: 1_000 },
        charged: "handler",
        match: { operations: ["chat.postMessage"] },
      },
    ]);
    for (let made = 0; made < 20; made += 1) expect(send("POST", "conversations.list").refusal).toBeNull();
    expect(send("POST", "conversations.list").refusal?.headers).toEqual({ "retry-after": "30" });
    expect(send("POST", "users.list").refusal).toBeNull();
    const post = (key: string) => send("POST", "chat.postMessage").trySpend("channel", { key })!.exceeded;
    expect([post("C1"), post("C2"), post("C1")]).toEqual([false, false, true]);
    clock.nowMs += 1_000;
    expect(post("C1")).toBe(false);
  });

  it("HubSpot: a rolling burst and a day, each with a policy name", () => {
    const { send, clock } = limiterOf([
      { name: "TEN_SECONDLY_ROLLING", scope: "account", kind: "sliding_window", limit: 3, windowMs: 10_000 },
      { name: "DAILY", scope: "account", kind: "fixed_window", limit: 5, window: "day" },
    ]);
    for (let made = 0; made < 3; made += 1) expect(send("GET", "contacts").refusal).toBeNull();
    expect(send("GET", "contacts").refusal?.code).toBe("TEN_SECONDLY_ROLLING");
    clock.nowMs += 10_000;
    for (let made = 0; made < 2; made += 1) expect(send("GET", "contacts").refusal).toBeNull();
    expect(send("GET", "contacts").refusal).toMatchObject({ code: "DAILY", headers: { "retry-after": "86360" } });
  });

  it("OpenAI: requests and tokens, tokens estimated first and known later, resets as durations", () => {
    const minute = (name: string, capacity: number, charged: "runtime" | "handler"): Rule => ({
      name,
      scope: "account",
      kind: "token_bucket",
      capacity,
      refill: { amount: capacity, everyMs: 60_000 },
      charged,
    });
    const { send } = limiterOf([minute("requests", 60, "runtime"), minute("tokens", 60_000, "handler")], {
      headers: (statuses) =>
        Object.fromEntries(
          statuses.flatMap((status) => [
            [`x-ratelimit-remaining-${status.label}`, String(status.remaining)],
            [`x-ratelimit-reset-${status.label}`, `${secondsUntilReset(status)}s`],
          ]),
        ),
    });
    const request = send("POST", "createChatCompletion");
    request.spend("tokens", { key: "gpt-x", cost: 1_000 });
    request.settle("tokens", 6_000);
    expect(request.headers()).toEqual({
      "x-ratelimit-remaining-requests": "59",
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-remaining-tokens": "54000",
      "x-ratelimit-reset-tokens": "6s",
    });
  });

  it("Google: units by method for a project and for a user, refused with 403", () => {
    const units: Readonly<Record<string, number>> = { "users.messages.send": 100, "users.messages.list": 5 };
    const { send } = limiterOf(
      [
        {
          name: "userRateLimitExceeded",
          scope: ({ path }) => path["userId"] ?? "",
          kind: "token_bucket",
          capacity: 250,
          refill: { amount: 250, everyMs: 1_000 },
          cost: ({ operation }) => units[operation] ?? 1,
        },
      ],
      { exceeded: ({ rule }) => new VendorError({ status: 403, code: rule, body: {} }) },
    );
    const mail = (userId: string) => send("POST", "users.messages.send", {}, { userId }).refusal?.status ?? 200;
    expect([mail("ada"), mail("ada"), mail("ada"), mail("bob")]).toEqual([200, 200, 403, 200]);
  });

  it("Asana and QuickBooks: so many at once by kind of request, beside a rate", () => {
    const { send } = limiterOf([
      { name: "reads", scope: "credential", kind: "concurrency", limit: 2, match: { methods: ["GET"] } },
      { name: "writes", scope: "credential", kind: "concurrency", limit: 1, except: { methods: ["GET"] } },
      { name: "minute", scope: "credential", kind: "fixed_window", limit: 150, window: 60_000, countsRefused: true },
    ]);
    const open = [send("GET", "getTask"), send("GET", "getTask"), send("POST", "createTask")];
    expect(open.map(({ refusal }) => refusal)).toEqual([null, null, null]);
    expect(send("GET", "getTask").refusal?.code).toBe("reads");
    expect(send("POST", "createTask").refusal?.code).toBe("writes");
    expect(open[0]!.status("minute")).toMatchObject({ used: 5 });
    for (const request of open) request.release();
    expect(send("POST", "createTask").refusal).toBeNull();
  });

  it("logo.dev and Resend: a quota by calendar month", () => {
    const { send, clock } = limiterOf([
      { name: "monthly_quota", scope: "world", kind: "fixed_window", limit: 1, window: "month" },
    ]);
    expect(send("GET", "logo").refusal).toBeNull();
    clock.nowMs = Date.parse("2026-01-31T23:59:59.000Z");
    expect(send("GET", "logo").refusal?.headers).toEqual({ "retry-after": "1" });
    clock.nowMs = Date.parse("2026-02-01T00:00:00.000Z");
    expect(send("GET", "logo").refusal).toBeNull();
  });
});
