import type { TwinTypes } from "../define/twin-types.ts";
import { counterHeaders, retryAfter } from "../limits/limit-headers.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import { VendorError } from "../wire/vendor-error.ts";

/** One limit of each kind, small enough to run into. */
export const probeLimits: RateLimits<TwinTypes> = {
  profiles: {
    small: {
      description: "Three reads a second, a burst of two writes, two requests at once.",
      source: "https://probe.example/limits",
      rules: [
        { name: "slots", scope: "world", kind: "concurrency", limit: 2 },
        { name: "reads", scope: "account", kind: "fixed_window", limit: 3, window: 1_000, match: { methods: ["GET"] } },
        {
          name: "writes",
          scope: "account",
          kind: "token_bucket",
          capacity: 2,
          refill: { amount: 1, everyMs: 1_000 },
          except: { methods: ["GET"] },
        },
      ],
    },
    characters: {
      description: "Ten characters in any ten seconds.",
      source: "https://probe.example/limits",
      rules: [
        {
          name: "characters",
          scope: "account",
          kind: "sliding_window",
          limit: 10,
          windowMs: 10_000,
          charged: "handler",
        },
      ],
    },
  },
  exceeded: (exceeded) =>
    new VendorError({
      status: 429,
      code: "too_many",
      body: { problem: { code: "too_many", message: exceeded.rule, param: null } },
      headers: retryAfter(exceeded),
    }),
  headers: (statuses) => counterHeaders(statuses),
};
