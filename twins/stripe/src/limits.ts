import type { OperationMatch, RateLimitRule, RateLimits } from "@twinkit-pro/twinkit";
import { authenticate } from "./auth.ts";
import { rateLimited } from "./errors.ts";
import type { StripeTwin } from "./types.ts";

type Rule = RateLimitRule<StripeTwin>;

const SOURCE = "https://docs.stripe.com/rate-limits";
const API: OperationMatch = { paths: ["/v1/**"] };
const SEARCH: OperationMatch = { operations: ["Get*Search"] };

/** Rates are token buckets that hold a second's worth. https://stripe.com/blog/rate-limiters */
function perSecond(amount: number): {
  kind: "token_bucket";
  capacity: number;
  refill: { amount: number; everyMs: number };
} {
  return { kind: "token_bucket", capacity: amount, refill: { amount, everyMs: 1_000 } };
}

/** Labels are the values of `Stripe-Rate-Limited-Reason`. */
function rules(globalPerSecond: number): Rule[] {
  return [
    { name: "global", label: "global-rate", scope: "account", match: API, ...perSecond(globalPerSecond) },
    // The number is the one of Stripe's engineering blog; the documentation gives none.
    { name: "concurrency", label: "global-concurrency", scope: "account", match: API, kind: "concurrency", limit: 20 },
    { name: "search", label: "endpoint-rate", scope: "account", match: SEARCH, ...perSecond(20) },
    { name: "endpoint", label: "endpoint-rate", scope: "operation", match: API, except: SEARCH, ...perSecond(25) },
    {
      name: "payment_intent_updates",
      label: "resource-specific",
      scope: ({ account, path }) => `${account.account} ${path["intent"] ?? ""}`.trim(),
      match: { operations: ["PostPaymentIntentsIntent"] },
      kind: "token_bucket",
      capacity: 1_000,
      refill: { amount: 1_000, everyMs: 3_600_000 },
    },
  ];
}

/** Stripe's limits of live mode and of a sandbox. It names what is exceeded, and neither what is left nor when to retry. */
export const rateLimits: RateLimits<StripeTwin> = {
  profiles: {
    live: {
      description: "Live mode: 100 requests a second for an account, 25 for each endpoint, 20 searches.",
      source: SOURCE,
      rules: rules(100),
    },
    test: {
      description: "A sandbox: 25 requests a second for an account, and for each endpoint; 20 searches.",
      source: SOURCE,
      rules: rules(25),
    },
  },
  exceeded: ({ label }, request) => rateLimited(label, authenticate(request, { strict: false }).livemode),
};
