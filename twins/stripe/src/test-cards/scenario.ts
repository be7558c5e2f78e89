import type { DeclineName } from "./declines.ts";

/**
 * When a card asks its holder to authenticate (3-D Secure).
 * - `unsupported`, `not_enrolled`, `optional`: never by itself; `optional` does where the payment requests it.
 * - `unless_set_up`: unless it was set up for off-session use and the holder is absent.
 * - `set_up`: with the holder present only; absent, it counts as set up.
 * - `always`: always; absent, the payment is declined.
 */
export type Authentication = "unsupported" | "not_enrolled" | "optional" | "unless_set_up" | "set_up" | "always";

/** What a check of the card's details finds once it is made. */
export type CheckResult = "pass" | "fail" | "unavailable";

/** How a test card behaves: all that is kept of its number. */
export interface CardScenario {
  readonly authentication: Authentication;
  /** The issuer's answer to a charge; null approves. */
  readonly decline: DeclineName | null;
  /** The issuer refuses to have the card saved, with the same decline. */
  readonly refusesToBeSaved: boolean;
  readonly checks: { readonly cvc: CheckResult; readonly line1: CheckResult; readonly postalCode: CheckResult };
  readonly riskLevel: "normal" | "elevated" | "highest";
  /** Funds are available at once. */
  readonly bypassesPending: boolean;
  readonly refunds: "succeed" | "start_pending" | "fail_later";
}

export const ORDINARY: CardScenario = {
  authentication: "not_enrolled",
  decline: null,
  refusesToBeSaved: false,
  checks: { cvc: "pass", line1: "pass", postalCode: "pass" },
  riskLevel: "normal",
  bypassesPending: false,
  refunds: "succeed",
};
