import { byId, type Expansions, included } from "../../expand.ts";
import { loadCharge } from "../charges/charge.ts";
import { loadCustomer } from "../customers/customer.ts";
import { loadPaymentMethod } from "../payment-methods/payment-method.ts";

const nothing = included(() => null);

export const paymentIntentExpansions: Expansions = {
  payment_intent: {
    application: nothing,
    customer: byId(loadCustomer),
    latest_charge: byId(loadCharge),
    on_behalf_of: nothing,
    payment_method: byId(loadPaymentMethod),
    payment_record: nothing,
    review: nothing,
    source: nothing,
    "transfer_data.destination": nothing,
  },
};
