import type { Quirks } from "@twinkit-pro/twinkit";

/** What Stripe documents and a test may want to meet; off by default, so that tests need not wait for it. */
export const quirks: Quirks = {
  search_lag: {
    description: "Search finds an object a minute after it was created, and not before.",
    default: false,
    source: "https://docs.stripe.com/search#data-freshness",
  },
};
