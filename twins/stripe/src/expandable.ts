import type { Expansions } from "./expand.ts";
import { customerExpansions } from "./resources/customers/expansions.ts";
import { paymentMethodExpansions } from "./resources/payment-methods/expansions.ts";
import { priceExpansions } from "./resources/prices/expansions.ts";
import { productExpansions } from "./resources/products/expansions.ts";

/** Every field that `expand[]` may name, by object type. Each resource contributes its own. */
export const expandable: Expansions = {
  ...customerExpansions,
  ...priceExpansions,
  ...productExpansions,
  ...paymentMethodExpansions,
};
