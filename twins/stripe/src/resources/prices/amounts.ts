import { invalidRequest, parameterMissing, parametersExclusive } from "../../errors.ts";
import type { CurrencyOptionParams, PriceDetails, TierParams } from "./params.ts";
import type { CurrencyOption, CustomUnitAmount, Tier, UnitAmount } from "./price.ts";

type AmountParams = Pick<PriceDetails, "custom_unit_amount" | "tax_behavior" | "tiers"> & UnitAmountParams;

/** What a price costs in one currency, as asked for. @throws VendorError where the amounts do not fit together */
export function currencyOptionOf(asked: AmountParams | CurrencyOptionParams, tiered: boolean): CurrencyOption {
  const { custom_unit_amount: custom, tiers } = asked;
  refuseMisfits(asked, tiered);
  return {
    custom_unit_amount: custom?.enabled === true ? customUnitAmount(custom) : null,
    tax_behavior: asked.tax_behavior ?? "unspecified",
    tiers: tiered ? (tiers ?? []).map(tierOf) : null,
    ...unitAmount(asked),
  };
}

export function currencyOptionsOf(
  asked: PriceDetails["currency_options"],
  tiered: boolean,
): Record<string, CurrencyOption> {
  const entries = Object.entries(asked ?? {});
  return Object.fromEntries(entries.map(([currency, option]) => [currency, currencyOptionOf(option, tiered)]));
}

function refuseMisfits(asked: AmountParams | CurrencyOptionParams, tiered: boolean): void {
  const { custom_unit_amount: custom, tiers, unit_amount: amount, unit_amount_decimal: decimal } = asked;
  if (amount !== undefined && decimal !== undefined) throw onlyOne("unit_amount", "unit_amount_decimal");
  const given = amount !== undefined || decimal !== undefined;
  if (custom?.enabled === true && given) throw onlyOne("custom_unit_amount", "unit_amount");
  if (tiered) {
    if (tiers === undefined || tiers.length === 0) throw parameterMissing("tiers");
    return;
  }
  if (tiers !== undefined)
    throw invalidRequest({ message: "`tiers` requires `billing_scheme=tiered`.", param: "tiers" });
  if (given || custom?.enabled === true) return;
  throw invalidRequest({ message: "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set." });
}

function onlyOne(one: string, other: string): Error {
  return parametersExclusive(`You may only specify one of these parameters: ${one}, ${other}.`, one);
}

interface UnitAmountParams {
  readonly unit_amount?: number | undefined;
  readonly unit_amount_decimal?: string | undefined;
}

/** The pair of a whole and a decimal amount; an amount with a fraction has no whole. */
function unitAmount({ unit_amount: amount, unit_amount_decimal: decimal }: UnitAmountParams): UnitAmount {
  const [unit, text] = pair(amount, decimal);
  return { unit_amount: unit, unit_amount_decimal: text };
}

function tierOf(asked: TierParams): Tier {
  const [flat, flatDecimal] = pair(asked.flat_amount, asked.flat_amount_decimal);
  return { flat_amount: flat, flat_amount_decimal: flatDecimal, ...unitAmount(asked), up_to: asked.up_to };
}

function pair(amount: number | undefined, decimal: string | undefined): [number | null, string | null] {
  if (amount !== undefined) return [amount, String(amount)];
  if (decimal === undefined) return [null, null];
  const text = decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
  return [text.includes(".") ? null : Number(text), text];
}

function customUnitAmount(asked: NonNullable<PriceDetails["custom_unit_amount"]>): CustomUnitAmount {
  return { maximum: asked.maximum ?? null, minimum: asked.minimum ?? null, preset: asked.preset ?? null };
}
