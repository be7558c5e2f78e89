import * as fc from "fast-check";
import { expect, it } from "vitest";
import type { TwinTypes } from "../define/twin-types.ts";
import { admitsByReference, type Charged } from "../testing/reference-limits.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import { VendorError } from "../wire/vendor-error.ts";
import type { Admission } from "./admission.ts";
import { RateLimiter } from "./rate-limiter.ts";
import type { RateLimitRule } from "./rate-limits.ts";

type Rule = RateLimitRule<TwinTypes>;
const START_MS = Date.parse("2026-01-01T00:00:00.000Z");
const OPERATION = { name: "op", method: "POST", pattern: "/op" };

const small = fc.integer({ min: 1, max: 5 });
const scope = fc.constantFrom("world" as const, "account" as const);
const kinds = fc.oneof(
  fc.record({
    kind: fc.constant("token_bucket" as const),
    scope,
    capacity: small,
    refill: fc.record({ amount: small, everyMs: fc.integer({ min: 1, max: 50 }) }),
  }),
  fc.record({
    kind: fc.constant("fixed_window" as const),
    scope,
    limit: small,
    window: fc.integer({ min: 1, max: 50 }),
    countsRefused: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("sliding_window" as const),
    scope,
    limit: small,
    windowMs: fc.integer({ min: 1, max: 50 }),
    countsRefused: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("concurrency" as const), scope, limit: small }),
);
const rules = fc
  .array(kinds, { minLength: 1, maxLength: 4 })
  .map((found) => found.map((rule, index): Rule => ({ ...rule, name: `rule ${index}` })));
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("arrive" as const), account: fc.constantFrom("a", "b") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("answer" as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ do: "export" as const }) },
);

it("several limits at once decide as the obvious reference does, over any schedule and through export", () => {
  fc.assert(
    fc.property(rules, fc.array(step, { maxLength: 60 }), (declared, steps) => {
      const clock = { nowMs: START_MS };
      const limiter = limiterOf(declared, clock);
      const history = new Map<string, Charged[]>();
      const underWay: { readonly admission: Admission<TwinTypes>; readonly account: string }[] = [];
      for (const next of steps) {
        if (next.do === "advance") clock.nowMs += next.ms;
        if (next.do === "answer" && underWay.length > 0) {
          underWay.splice(next.which % underWay.length, 1)[0]!.admission.release();
        }
        if (next.do === "export" && underWay.length === 0) {
          limiter.restore(JSON.parse(JSON.stringify(limiter.export())) as ReturnType<typeof limiter.export>);
        }
        if (next.do !== "arrive") continue;
        const { account } = next;
        const { nowMs } = clock;
        const keyed = declared.map((rule) => ({ rule, key: `${rule.name} ${rule.scope === "world" ? "" : account}` }));
        const exceeded = keyed.find(({ rule, key }) => {
          if (rule.kind !== "concurrency") {
            return !admitsByReference(rule, history.get(key) ?? [], { startMs: START_MS, nowMs, cost: 1 });
          }
          return underWay.filter((other) => rule.scope === "world" || other.account === account).length >= rule.limit;
        });
        for (const { rule, key } of keyed) {
          if (rule.kind === "concurrency" || (exceeded !== undefined && rule.countsRefused !== true)) continue;
          history.set(key, [...(history.get(key) ?? []), { atMs: nowMs, cost: 1 }]);
        }
        const admission = limiter.admit("on", OPERATION, requestOf(account));
        expect(admission.refusal?.code).toBe(exceeded?.rule.name);
        if (admission.refusal === null) underWay.push({ admission, account });
        else admission.release();
      }
    }),
    { numRuns: 300 },
  );
});

function limiterOf(declared: readonly Rule[], clock: { readonly nowMs: number }): RateLimiter<TwinTypes> {
  const limits = {
    profiles: { on: { description: "", source: "", rules: declared } },
    exceeded: ({ rule }: { readonly rule: string }) => new VendorError({ status: 429, code: rule, body: {} }),
  };
  return new RateLimiter<TwinTypes>(limits, clock);
}

function requestOf(account: string) {
  const request: RequestFacts = {
    method: "POST",
    path: "/op",
    query: "",
    headers: {},
    origin: "",
    requestId: "",
    world: "",
    receivedAtMs: 0,
  };
  return { path: {}, account: { world: "w", account }, request };
}
