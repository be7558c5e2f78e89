import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";
import type { State } from "../../types.ts";
import type { Wire } from "../../wire-types.ts";

export type TaxBehavior = "exclusive" | "inclusive" | "unspecified";

/** A unit amount in minor units: whole, and as a decimal text where it may have a fraction. */
export interface UnitAmount {
  readonly unit_amount: number | null;
  readonly unit_amount_decimal: string | null;
}

export interface CustomUnitAmount {
  readonly maximum: number | null;
  readonly minimum: number | null;
  readonly preset: number | null;
}

/** A step of a tiered price; `up_to` null has no upper end. */
export interface Tier extends UnitAmount {
  readonly flat_amount: number | null;
  readonly flat_amount_decimal: string | null;
  readonly up_to: number | null;
}

/** What a price costs in one currency. */
export interface CurrencyOption extends UnitAmount {
  readonly custom_unit_amount: CustomUnitAmount | null;
  readonly tax_behavior: TaxBehavior;
  readonly tiers: readonly Tier[] | null;
}

/** A price as the twin keeps it. `created` is in seconds. */
export interface Price extends CurrencyOption {
  readonly id: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly active: boolean;
  readonly billing_scheme: "per_unit" | "tiered";
  readonly currency: string;
  /** Further currencies, by code. */
  readonly currency_options: Readonly<Record<string, CurrencyOption>>;
  readonly lookup_key: string | null;
  readonly metadata: Metadata;
  readonly nickname: string | null;
  readonly product: string;
  readonly recurring: {
    readonly interval: "day" | "month" | "week" | "year";
    readonly interval_count: number;
    readonly meter: null;
    readonly trial_period_days: number | null;
    readonly usage_type: "licensed";
  } | null;
  readonly tiers_mode: "graduated" | "volume" | null;
  readonly transform_quantity: { readonly divide_by: number; readonly round: "down" | "up" } | null;
}

export const prices = collection<Price, "product" | "lookup_key">({
  id: (ids) => ids.prefixed("price_1", 23),
  missing: resourceMissing("price", "price"),
  indexes: ["product", "lookup_key"],
});

export type WirePrice = Wire<Stripe.Price>;

export function wirePrice(price: Price): WirePrice {
  return {
    id: price.id,
    object: "price",
    active: price.active,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    custom_unit_amount: price.custom_unit_amount,
    livemode: price.livemode,
    lookup_key: price.lookup_key,
    metadata: price.metadata,
    nickname: price.nickname,
    product: price.product,
    recurring: price.recurring,
    tax_behavior: price.tax_behavior,
    tiers_mode: price.tiers_mode,
    transform_quantity: price.transform_quantity,
    type: price.recurring === null ? "one_time" : "recurring",
    unit_amount: price.unit_amount,
    unit_amount_decimal: price.unit_amount_decimal,
  };
}

export function loadPrice(state: State, id: string): WirePrice | null {
  const price = state.prices.get(id);
  return price === undefined ? null : wirePrice(price);
}
