import type { Expansions } from "./expand.ts";
import { balanceTransactionExpansions } from "./resources/balance-transactions/expansions.ts";
import { chargeExpansions } from "./resources/charges/expansions.ts";
import { customerExpansions } from "./resources/customers/expansions.ts";
import { paymentIntentExpansions } from "./resources/payment-intents/expansions.ts";
import { paymentMethodExpansions } from "./resources/payment-methods/expansions.ts";
import { priceExpansions } from "./resources/prices/expansions.ts";
import { productExpansions } from "./resources/products/expansions.ts";
import { refundExpansions } from "./resources/refunds/expansions.ts";
import { setupIntentExpansions } from "./resources/setup-intents/expansions.ts";

/** Every field that `expand[]` may name, by object type. Each resource contributes its own. */
export const expandable: Expansions = {
  ...balanceTransactionExpansions,
  ...chargeExpansions,
  ...customerExpansions,
  ...priceExpansions,
  ...productExpansions,
  ...paymentIntentExpansions,
  ...paymentMethodExpansions,
  ...refundExpansions,
  ...setupIntentExpansions,
};
