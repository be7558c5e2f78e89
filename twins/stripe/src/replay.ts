import type { ReplayRules } from "@twinkit-pro/twinkit";

/** What stands in for what a recording does not hold, and ids that no collection makes. */
export const replay: ReplayRules = {
  credential: { authorization: "Bearer sk_test_replay" },
  // Cards are declined by their number; the number of a test card stays in recordings.
  samples: { cvc: "314" },
  ids: [
    (ids) => ids.prefixed("card_1", 23),
    (ids) => ids.prefixed("setatt_1", 23),
    (ids) => `acct_1${ids.hex(20)}`,
    (ids) => ids.uuid(),
  ],
};
