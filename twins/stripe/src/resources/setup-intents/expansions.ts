import { byId, type Expansions, included } from "../../expand.ts";
import { loadCustomer } from "../customers/customer.ts";
import { loadPaymentMethod } from "../payment-methods/payment-method.ts";

const nothing = included(() => null);

export const setupIntentExpansions: Expansions = {
  setup_intent: {
    application: nothing,
    customer: byId(loadCustomer),
    mandate: nothing,
    on_behalf_of: nothing,
    payment_method: byId(loadPaymentMethod),
    single_use_mandate: nothing,
  },
};
