import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";
import type { Brand } from "../../test-cards/brands.ts";
import type { CardScenario } from "../../test-cards/scenario.ts";
import type { State } from "../../types.ts";
import type { BillingDetails } from "./billing-details.ts";

/** What a check of a card's detail has found; null where the detail was not given. */
export type Check = "pass" | "fail" | "unavailable" | "unchecked" | null;

export interface CardChecks {
  readonly address_line1_check: Check;
  readonly address_postal_code_check: Check;
  readonly cvc_check: Check;
}

/** A card as the twin keeps it: of its number only the last digits, a fingerprint and how it behaves. */
export interface StoredCard {
  readonly brand: Brand;
  readonly checks: CardChecks;
  readonly country: string;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly fingerprint: string;
  readonly funding: string;
  readonly last4: string;
  readonly preferred_network: string | null;
}

/** A payment method as the twin keeps it. Times are in seconds. */
export interface PaymentMethod {
  readonly id: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly type: "card";
  readonly customer: string | null;
  readonly allow_redisplay: "always" | "limited" | "unspecified";
  readonly billing_details: BillingDetails;
  readonly metadata: Metadata;
  readonly card: StoredCard;
  readonly scenario: CardScenario;
  /** Authenticated for payments without the holder. */
  readonly set_up_for_off_session: boolean;
  /**
   * What may be done with a method that is attached to no customer: `fresh` anything, `saved_once` only attach it,
   * `spent` nothing.
   */
  readonly use: "fresh" | "saved_once" | "spent";
}

export const paymentMethods = collection<PaymentMethod, "customer">({
  id: (ids) => ids.prefixed("pm_1", 23),
  missing: resourceMissing("PaymentMethod", "payment_method"),
  indexes: ["customer"],
});

export function wirePaymentMethod(method: PaymentMethod): Stripe.PaymentMethod {
  const { card } = method;
  return {
    id: method.id,
    object: "payment_method",
    allow_redisplay: method.allow_redisplay,
    billing_details: method.billing_details,
    card: {
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      display_brand: card.brand,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint,
      funding: card.funding,
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: card.preferred_network },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: method.scenario.authentication !== "unsupported" },
      wallet: null,
    },
    created: method.created,
    customer: method.customer,
    customer_account: null,
    livemode: method.livemode,
    metadata: method.metadata,
    type: method.type,
  };
}

/** The method in wire format, for `expand[]`; null where it is not there. */
export function loadPaymentMethod(state: State, id: string): Stripe.PaymentMethod | null {
  const method = state.paymentMethods.get(id);
  return method === undefined ? null : wirePaymentMethod(method);
}
