import { createHash } from "node:crypto";
import type { Ids } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import type { Brand } from "../../test-cards/brands.ts";
import type { StoredCard } from "../payment-methods/payment-method.ts";

/** How long a card's authorization can be captured, in seconds. https://docs.stripe.com/payments/place-a-hold-on-a-payment-method */
export const AUTHORIZATION_SECONDS = 7 * 86_400;

const NETWORK_ID_DIGITS = 15;
const AUTHORIZATION_CODE_DIGITS = 6;
const THREE_D_SECURE_VERSION = "2.2.0";

/** Electronic commerce indicators: what the merchant may say of the authentication. */
const ECI_UNAUTHENTICATED = "07";
const ECI_AUTHENTICATED: Readonly<Partial<Record<Brand, "02">>> = { mastercard: "02" };
const ECI_AUTHENTICATED_DEFAULT = "05";

export interface CardAttempt {
  readonly amount: number;
  /** The amount that the issuer holds; null where it declined. */
  readonly authorized: number | null;
  /** Until when the hold can be captured, in seconds; null where it was captured at once. */
  readonly captureBefore: number | null;
  /** The holder authenticated, by 3-D Secure. */
  readonly authenticated: boolean;
}

/** `payment_method_details.card` of a charge. */
export function cardDetails(card: StoredCard, attempt: CardAttempt, ids: Ids): Stripe.Charge.PaymentMethodDetails.Card {
  const { captureBefore } = attempt;
  const eci = attempt.authenticated
    ? (ECI_AUTHENTICATED[card.brand] ?? ECI_AUTHENTICATED_DEFAULT)
    : ECI_UNAUTHENTICATED;
  return {
    amount_authorized: attempt.authorized,
    authorization_code: ids.text(AUTHORIZATION_CODE_DIGITS, "0123456789"),
    brand: card.brand,
    ...(captureBefore === null ? {} : { capture_before: captureBefore }),
    checks: card.checks,
    country: card.country,
    electronic_commerce_indicator: eci,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: "disabled" },
    fingerprint: card.fingerprint,
    funding: card.funding,
    incremental_authorization: { status: "unavailable" },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: "unavailable" },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: networkTransactionId(card.fingerprint),
    overcapture: { maximum_amount_capturable: attempt.amount, status: "unavailable" },
    regulated_status: "unregulated",
    three_d_secure: attempt.authenticated ? authentication(eci, ids) : null,
    transaction_link_id: null,
    wallet: null,
  };
}

function authentication(eci: "02" | "05" | "07", ids: Ids): Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure {
  return {
    authentication_flow: "challenge",
    electronic_commerce_indicator: eci,
    exemption_indicator: null,
    result: "authenticated",
    result_reason: null,
    transaction_id: ids.uuid(),
    version: THREE_D_SECURE_VERSION,
  };
}

/** The network counts by card: test cards answer with the same number each time. */
function networkTransactionId(fingerprint: string): string {
  const digest = createHash("sha256").update(`network-transaction:${fingerprint}`).digest();
  return [...digest.subarray(0, NETWORK_ID_DIGITS)].map((byte) => byte % 10).join("");
}
