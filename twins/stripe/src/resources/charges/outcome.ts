import type { Ids } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import type { Decline } from "../../test-cards/declines.ts";
import type { CardScenario } from "../../test-cards/scenario.ts";

/** Risk scores by level: the first, and how many follow. https://docs.stripe.com/radar/risk-evaluation */
const SCORES: Readonly<Record<CardScenario["riskLevel"], readonly [from: number, count: number]>> = {
  normal: [0, 65],
  elevated: [65, 10],
  highest: [75, 25],
};

/** Why a charge went as it did. */
export function outcomeOf({ riskLevel }: CardScenario, decline: Decline | null, ids: Ids): Stripe.Charge.Outcome {
  const [from, count] = SCORES[riskLevel];
  const risk = { risk_level: riskLevel, risk_score: from + ids.below(count) };
  if (decline === null) {
    return {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: "approved_by_network",
      reason: riskLevel === "elevated" ? "elevated_risk_level" : null,
      ...risk,
      seller_message: "Payment complete.",
      type: riskLevel === "elevated" ? "manual_review" : "authorized",
    };
  }
  return {
    ...(decline.blocked === undefined ? declinedByNetwork(decline) : blockedByStripe(decline.blocked)),
    ...risk,
  };
}

function declinedByNetwork({ adviceCode, declineCode, networkDeclineCode }: Decline): Stripe.Charge.Outcome {
  const silent = declineCode === "generic_decline";
  return {
    advice_code: adviceCode ?? null,
    network_advice_code: null,
    network_decline_code: networkDeclineCode ?? null,
    network_status: "declined_by_network",
    reason: declineCode,
    seller_message: silent
      ? "The bank did not return any further details with this decline."
      : `The bank returned the decline code \`${declineCode}\`.`,
    type: "issuer_declined",
  };
}

function blockedByStripe({ reason, riskLevel, sellerMessage }: NonNullable<Decline["blocked"]>): Stripe.Charge.Outcome {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: "not_sent_to_network",
    reason,
    risk_level: riskLevel,
    seller_message: sellerMessage,
    type: "blocked",
  };
}
