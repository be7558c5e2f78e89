import { Timestamp } from "@twinkit-pro/contracts";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import type { LimitStatus } from "../limits/limit-status.ts";
import { limitOf, windowMsOf } from "../limits/make-meter.ts";
import type { RateLimitRule } from "../limits/rate-limits.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

/** Most buckets shown by one call. */
const SHOWN_MAX = 1_000;

const Kind = v.picklist(["token_bucket", "fixed_window", "sliding_window", "concurrency"]);
const Rule = v.strictObject({
  name: v.string(),
  kind: Kind,
  limit: v.number(),
  window_ms: v.pipe(
    v.nullable(v.number()),
    v.description("Length of the window; of a token bucket, how long it takes to fill; null for concurrency."),
  ),
});
const Bucket = v.strictObject({
  rule: v.string(),
  key: v.pipe(v.string(), v.description("Whom it counts: the account, the operation, what the rule's scope says.")),
  limit: v.number(),
  used: v.number(),
  remaining: v.number(),
  resets_at: v.pipe(Timestamp, v.description("When everything is available again, on the world's clock.")),
  retry_after_ms: v.pipe(v.number(), v.description("How long until one more request of cost 1 fits; 0 where it does.")),
});

export function limitsRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/limits",
      name: "getLimits",
      summary:
        "The vendor's rate limits: the profiles there are, the one that is on, and what the world has used of it.",
      scope: "world",
      response: v.strictObject({
        profile: v.pipe(v.nullable(v.string()), v.description("Set it with PUT /admin/config: rate_limit_profile.")),
        profiles: v.array(
          v.strictObject({ name: v.string(), description: v.string(), source: v.string(), rules: v.array(Rule) }),
        ),
        buckets: v.pipe(v.array(Bucket), v.description(`Those in use, oldest first, at most ${SHOWN_MAX}.`)),
      }),
      run: ({ runtime, world }) => ({
        profile: runtime.config.rate_limit_profile,
        profiles: Object.entries(runtime.definition.rateLimits?.profiles ?? {}).map(([name, profile]) => ({
          name,
          description: profile.description,
          source: profile.source,
          rules: profile.rules.map(ruleFacts),
        })),
        buckets: world.limits.statuses(runtime.config.rate_limit_profile).slice(0, SHOWN_MAX).map(bucketFacts),
      }),
    }),
  ];
}

function ruleFacts<T extends TwinTypes>(rule: RateLimitRule<T>): v.InferOutput<typeof Rule> {
  return { name: rule.name, kind: rule.kind, limit: limitOf(rule), window_ms: windowMsOf(rule) };
}

function bucketFacts(status: LimitStatus): v.InferOutput<typeof Bucket> {
  const { rule, key, limit, used, remaining, resetMs, retryAfterMs } = status;
  const resetsAt = new Date(resetMs).toISOString();
  return { rule, key, limit, used, remaining, resets_at: resetsAt, retry_after_ms: retryAfterMs };
}
