import { invalidRequest, parameterMissing } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import type { Op } from "../../types.ts";
import { currencyOptionOf, currencyOptionsOf } from "./amounts.ts";
import { claimLookupKey } from "./lookup-key.ts";
import type { PriceDetails } from "./params.ts";
import type { Price } from "./price.ts";

/** Longest billing interval: three years. https://docs.stripe.com/api/prices/create */
const INTERVAL_COUNT_MAX = { day: 1_095, week: 156, month: 36, year: 3 } as const;

/** Stores a price; the caller emits `price.created`. */
export function insertPrice(op: Op, product: string, asked: PriceDetails): Price {
  const { state, now, account } = op;
  const tiered = asked.billing_scheme === "tiered";
  const recurring = recurringOf(asked.recurring);
  if (tiered) refuseTiersMisfits(asked);
  const option = currencyOptionOf(asked, tiered);
  const lookupKey = asked.lookup_key ?? null;
  if (lookupKey !== null) claimLookupKey(op, { key: lookupKey, transfer: asked.transfer_lookup_key ?? false });
  return state.prices.insert({
    ...option,
    created: Math.floor(now / 1_000),
    livemode: account.livemode,
    active: asked.active ?? true,
    billing_scheme: asked.billing_scheme ?? "per_unit",
    currency: asked.currency,
    currency_options: currencyOptionsOf(asked.currency_options, tiered),
    lookup_key: lookupKey,
    metadata: mergeMetadata({}, asked.metadata),
    nickname: asked.nickname ?? null,
    product,
    recurring,
    tiers_mode: tiered ? (asked.tiers_mode ?? null) : null,
    transform_quantity: asked.transform_quantity ?? null,
  });
}

function recurringOf(asked: PriceDetails["recurring"]): Price["recurring"] {
  if (asked === undefined) return null;
  const { interval, interval_count: count = 1 } = asked;
  if (count > INTERVAL_COUNT_MAX[interval]) {
    const message = `Invalid interval_count: must be at most ${INTERVAL_COUNT_MAX[interval]} for interval \`${interval}\`.`;
    throw invalidRequest({ message, param: "recurring[interval_count]" });
  }
  if (asked.usage_type === "metered") {
    const message = "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.";
    throw invalidRequest({ message });
  }
  const trialDays = asked.trial_period_days ?? null;
  return { interval, interval_count: count, meter: null, trial_period_days: trialDays, usage_type: "licensed" };
}

function refuseTiersMisfits({ recurring, tiers_mode: mode, transform_quantity: transform }: PriceDetails): void {
  if (recurring === undefined) {
    const message = "Prices with `type=one_time` are not supported with tiered billing.";
    throw invalidRequest({ message, param: "interval" });
  }
  if (mode === undefined) throw parameterMissing("tiers_mode");
  if (transform !== undefined) {
    throw invalidRequest({
      message: "`transform_quantity` cannot be combined with `tiers`.",
      param: "transform_quantity",
    });
  }
}
