import { rateLimitHeaders, type RateLimits } from "@twinkit-pro/twinkit";
import { tooManyRequests } from "./errors.ts";
import type { Iconik } from "./types.ts";

/** iconik's limit for each user or application token: 50 requests a second sustained, 1,000 in any 20 seconds. */
export const rateLimits: RateLimits<Iconik> = {
  profiles: {
    standard: {
      description: "1,000 requests in any 20 seconds for each token, which is 50 a second sustained.",
      source: "https://app.iconik.io/docs/api.html",
      rules: [
        {
          name: "requests",
          scope: "credential",
          match: { paths: ["/API/**"] },
          kind: "sliding_window",
          limit: 1_000,
          windowMs: 20_000,
        },
      ],
    },
  },
  credential: ({ headers }) => headers["auth-token"] ?? headers["authorization"] ?? "",
  headers: rateLimitHeaders,
  exceeded: () => tooManyRequests(),
};
