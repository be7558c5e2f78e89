import { byId, type Expansions, included } from "../../expand.ts";
import { loadProduct } from "../products/product.ts";
import type { CurrencyOption } from "./price.ts";

export const priceExpansions: Expansions = {
  price: {
    currency_options: included((state, { id }) => {
      const price = state.prices.get(String(id));
      if (price === undefined) return null;
      const options = { [price.currency]: price, ...price.currency_options };
      return Object.fromEntries(Object.entries(options).map(([currency, option]) => [currency, wireOption(option)]));
    }),
    product: byId(loadProduct),
    tiers: included((state, { id }) => state.prices.get(String(id))?.tiers ?? null),
  },
};

function wireOption({ custom_unit_amount, tax_behavior, unit_amount, unit_amount_decimal }: CurrencyOption): object {
  return { custom_unit_amount, tax_behavior, unit_amount, unit_amount_decimal };
}
