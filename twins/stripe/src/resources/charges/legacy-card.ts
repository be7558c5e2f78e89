import { BRAND_TITLES } from "../../test-cards/brands.ts";
import type { BillingDetails } from "../payment-methods/billing-details.ts";
import type { Check, StoredCard } from "../payment-methods/payment-method.ts";

/** The card object of charges made without a payment intent. https://docs.stripe.com/api/cards/object */
export interface LegacyCard {
  readonly id: string;
  readonly object: "card";
  readonly address_city: string | null;
  readonly address_country: string | null;
  readonly address_line1: string | null;
  readonly address_line1_check: Check;
  readonly address_line2: string | null;
  readonly address_state: string | null;
  readonly address_zip: string | null;
  readonly address_zip_check: Check;
  readonly brand: string;
  readonly country: string;
  readonly customer: string | null;
  readonly cvc_check: Check;
  readonly dynamic_last4: null;
  readonly exp_month: number;
  readonly exp_year: number;
  readonly fingerprint: string;
  readonly funding: string;
  readonly last4: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly name: string | null;
  readonly regulated_status: "unregulated";
  readonly tokenization_method: null;
  readonly wallet: null;
}

export function legacyCard(id: string, card: StoredCard, { address, name }: BillingDetails): LegacyCard {
  return {
    id,
    object: "card",
    address_city: address.city,
    address_country: address.country,
    address_line1: address.line1,
    address_line1_check: card.checks.address_line1_check,
    address_line2: address.line2,
    address_state: address.state,
    address_zip: address.postal_code,
    address_zip_check: card.checks.address_postal_code_check,
    brand: BRAND_TITLES[card.brand],
    country: card.country,
    customer: null,
    cvc_check: card.checks.cvc_check,
    dynamic_last4: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    fingerprint: card.fingerprint,
    funding: card.funding,
    last4: card.last4,
    metadata: {},
    name,
    regulated_status: "unregulated",
    tokenization_method: null,
    wallet: null,
  };
}
