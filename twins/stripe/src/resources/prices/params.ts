import * as v from "valibot";
import { isCurrency, unsupportedCurrency } from "../../currencies.ts";
import {
  boolean,
  clearable,
  codec,
  currency,
  decimal,
  hash,
  integer,
  list,
  listParams,
  metadata,
  notModelled,
  oneOf,
  params,
  rangeQuery,
  shown,
  text,
} from "../../params/index.ts";

/** Limits. https://docs.stripe.com/api/prices/create */
const LOOKUP_KEY_CHARS_MAX = 200;
const LOOKUP_KEYS_MAX = 10;

const nonNegative = codec((raw) => {
  if (raw === "") return { problem: "empty" };
  if (typeof raw !== "string" || !/^-?\d{1,15}$/.test(raw))
    return { problem: `integer:Invalid integer: ${shown(raw)}` };
  return raw.startsWith("-") ? { problem: "integer:Invalid non-negative integer" } : { value: Number(raw) };
});

const upTo = codec((raw) => {
  if (raw === "inf") return { value: null };
  if (typeof raw === "string" && /^[1-9]\d{0,14}$/.test(raw)) return { value: Number(raw) };
  return { problem: raw === "" ? "empty" : `integer:Invalid integer: ${shown(raw)}` };
});

const taxBehavior = oneOf(["exclusive", "inclusive", "unspecified"]);

const customUnitAmount = hash({
  enabled: boolean(),
  maximum: v.optional(nonNegative),
  minimum: v.optional(nonNegative),
  preset: v.optional(nonNegative),
});

const tier = hash({
  flat_amount: v.optional(nonNegative),
  flat_amount_decimal: v.optional(decimal()),
  unit_amount: v.optional(nonNegative),
  unit_amount_decimal: v.optional(decimal()),
  up_to: upTo,
});
export type TierParams = v.InferOutput<typeof tier>;

const option = {
  custom_unit_amount: v.optional(customUnitAmount),
  tax_behavior: v.optional(taxBehavior),
  unit_amount: v.optional(nonNegative),
  unit_amount_decimal: v.optional(decimal()),
};

const currencyOption = hash({ ...option, tiers: v.optional(list(tier)) });
export type CurrencyOptionParams = v.InferOutput<typeof currencyOption>;

const currencyOptions = v.record(
  v.pipe(
    v.string(),
    v.check(isCurrency, ({ input }) => unsupportedCurrency(input)),
  ),
  currencyOption,
);

const interval = oneOf(["day", "month", "week", "year"]);

export const DefaultPriceData = hash({
  ...option,
  currency: currency(),
  currency_options: v.optional(currencyOptions),
  metadata: v.optional(metadata()),
  recurring: v.optional(hash({ interval, interval_count: v.optional(integer({ min: 1 })) })),
});

const productData = hash({
  active: v.optional(boolean()),
  id: v.optional(text()),
  metadata: v.optional(metadata()),
  name: text(),
  statement_descriptor: v.optional(text(22)),
  tax_code: v.optional(text()),
  tax_details: v.optional(hash({ performance_location: v.optional(text()), tax_code: v.optional(clearable(text())) })),
  unit_label: v.optional(text(12)),
});

export const CreatePrice = params({
  ...option,
  active: v.optional(boolean()),
  billing_scheme: v.optional(oneOf(["per_unit", "tiered"])),
  currency: currency(),
  currency_options: v.optional(currencyOptions),
  lookup_key: v.optional(text(LOOKUP_KEY_CHARS_MAX)),
  metadata: v.optional(metadata()),
  nickname: v.optional(clearable(text())),
  product: v.optional(text()),
  product_data: v.optional(productData),
  recurring: v.optional(
    hash({
      interval,
      interval_count: v.optional(integer({ min: 1 })),
      meter: v.optional(notModelled()),
      trial_period_days: v.optional(integer({ min: 1 })),
      usage_type: v.optional(oneOf(["licensed", "metered"])),
    }),
  ),
  tiers: v.optional(list(tier)),
  tiers_mode: v.optional(oneOf(["graduated", "volume"])),
  transfer_lookup_key: v.optional(boolean()),
  transform_quantity: v.optional(hash({ divide_by: integer({ min: 1 }), round: oneOf(["down", "up"]) })),
});
export type CreatePrice = v.InferOutput<typeof CreatePrice>;

/** What a price can be made of, by itself or with a product. */
export type PriceDetails = Omit<CreatePrice, "expand" | "product" | "product_data">;

export const UpdatePrice = params({
  active: v.optional(boolean()),
  currency_options: v.optional(clearable(currencyOptions)),
  lookup_key: v.optional(clearable(text(LOOKUP_KEY_CHARS_MAX))),
  metadata: v.optional(metadata()),
  nickname: v.optional(clearable(text())),
  tax_behavior: v.optional(taxBehavior),
  transfer_lookup_key: v.optional(boolean()),
});
export type UpdatePrice = v.InferOutput<typeof UpdatePrice>;

export const ListPrices = listParams({
  active: v.optional(boolean()),
  created: v.optional(rangeQuery()),
  currency: v.optional(currency()),
  lookup_keys: v.optional(list(text(), { max: LOOKUP_KEYS_MAX })),
  product: v.optional(text()),
  recurring: v.optional(
    hash({
      interval: v.optional(interval),
      meter: v.optional(notModelled()),
      usage_type: v.optional(oneOf(["licensed", "metered"])),
    }),
  ),
  type: v.optional(oneOf(["one_time", "recurring"])),
});
export type ListPrices = v.InferOutput<typeof ListPrices>;
