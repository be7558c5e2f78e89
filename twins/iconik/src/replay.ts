import type { ReplayRules } from "@twinkit-pro/twinkit";

/** What stands in for what a recording does not hold, and random texts that no collection makes. */
export const replay: ReplayRules = {
  // The App-ID stays in recordings; any Auth-Token beside it is the administrator's application token.
  credential: { "auth-token": "replay" },
  samples: { password: (nth) => `password ${nth} of the replay` },
  // Signatures of addresses at which bytes are read and written.
  ids: [(ids) => ids.hex(64)],
};
