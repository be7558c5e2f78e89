import type { CardProblem } from "../errors.ts";

/** How an issuer, or Stripe itself, refuses a card. */
export interface Decline {
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
  readonly param?: string;
  readonly adviceCode?: "confirm_card_data" | "do_not_try_again" | "try_again_later";
  /** What the card network answered (ISO 8583 field 39). */
  readonly networkDeclineCode?: string;
  /** Refused by Stripe's own risk rules: the network never saw it. */
  readonly blocked?: { readonly reason: string; readonly riskLevel: string; readonly sellerMessage: string };
}

const DECLINED = "Your card was declined.";
const TOO_RISKY = "Stripe blocked this payment as too risky.";

/**
 * Documented declines by the name this twin gives them. https://docs.stripe.com/declines/codes
 * The advice and network codes of `generic_decline` are as the service answers them; the others follow ISO 8583.
 */
export const DECLINES = {
  generic_decline: {
    code: "card_declined",
    declineCode: "generic_decline",
    message: DECLINED,
    adviceCode: "try_again_later",
    networkDeclineCode: "01",
  },
  insufficient_funds: {
    code: "card_declined",
    declineCode: "insufficient_funds",
    message: "Your card has insufficient funds.",
    adviceCode: "try_again_later",
    networkDeclineCode: "51",
  },
  lost_card: {
    code: "card_declined",
    declineCode: "lost_card",
    message: DECLINED,
    adviceCode: "do_not_try_again",
    networkDeclineCode: "41",
  },
  stolen_card: {
    code: "card_declined",
    declineCode: "stolen_card",
    message: DECLINED,
    adviceCode: "do_not_try_again",
    networkDeclineCode: "43",
  },
  fraudulent: { code: "card_declined", declineCode: "fraudulent", message: DECLINED, adviceCode: "do_not_try_again" },
  card_velocity_exceeded: {
    code: "card_declined",
    declineCode: "card_velocity_exceeded",
    message: DECLINED,
    adviceCode: "try_again_later",
    networkDeclineCode: "65",
  },
  expired_card: {
    code: "expired_card",
    declineCode: "expired_card",
    message: "Your card has expired.",
    param: "exp_month",
    adviceCode: "confirm_card_data",
    networkDeclineCode: "54",
  },
  incorrect_cvc: {
    code: "incorrect_cvc",
    declineCode: "incorrect_cvc",
    message: "Your card's security code is incorrect.",
    param: "cvc",
    adviceCode: "confirm_card_data",
    networkDeclineCode: "N7",
  },
  processing_error: {
    code: "processing_error",
    declineCode: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
    adviceCode: "try_again_later",
  },
  authentication_required: {
    code: "authentication_required",
    declineCode: "authentication_required",
    message: "Your card was declined. This transaction requires authentication.",
  },
  test_mode_live_card: {
    code: "card_declined",
    declineCode: "test_mode_live_card",
    message:
      "Your card was declined. Your request was in test mode, but used a non test (live) card. " +
      "For a list of valid test cards, visit: https://stripe.com/docs/testing.",
  },
  highest_risk_level: {
    code: "card_declined",
    declineCode: "generic_decline",
    message: DECLINED,
    blocked: { reason: "highest_risk_level", riskLevel: "highest", sellerMessage: TOO_RISKY },
  },
} as const satisfies Readonly<Record<string, Decline>>;

export type DeclineName = keyof typeof DECLINES;

export function declineOf(name: DeclineName): Decline {
  return DECLINES[name];
}

/** The fields of Stripe's error object that a decline fills. */
export function declineProblem(decline: Decline): CardProblem {
  return {
    code: decline.code,
    message: decline.message,
    decline_code: decline.declineCode,
    param: decline.param,
    advice_code: decline.adviceCode,
    network_decline_code: decline.networkDeclineCode,
  };
}
