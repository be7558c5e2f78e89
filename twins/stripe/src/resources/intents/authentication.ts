import type { Authentication } from "../../test-cards/scenario.ts";

/** Whether a card holder must authenticate before an intent goes on. */
export type Need = "none" | "challenge" | "decline";

export interface Situation {
  /** The holder is not there to authenticate. */
  readonly offSession: boolean;
  /** The card was authenticated for payments without its holder. */
  readonly setUpForOffSession: boolean;
  /** The request asks for authentication wherever the card can. */
  readonly requested: boolean;
}

/** What the issuer of a test card wants. https://docs.stripe.com/testing#regulatory-cards */
export function authenticationNeed(
  card: Authentication,
  { offSession, setUpForOffSession, requested }: Situation,
): Need {
  switch (card) {
    case "unsupported":
    case "not_enrolled":
      return "none";
    case "optional":
      return requested && !offSession ? "challenge" : "none";
    case "unless_set_up":
      if (!offSession) return "challenge";
      return setUpForOffSession ? "none" : "decline";
    case "set_up":
      return offSession ? "none" : "challenge";
    case "always":
      return offSession ? "decline" : "challenge";
  }
}
