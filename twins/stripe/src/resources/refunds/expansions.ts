import { byId, type Expansions, included } from "../../expand.ts";
import { loadBalanceTransaction } from "../balance-transactions/balance-transaction.ts";
import { loadCharge } from "../charges/charge.ts";
import { loadCustomer } from "../customers/customer.ts";
import { loadPaymentIntent } from "../payment-intents/payment-intent.ts";
import { loadPaymentMethod } from "../payment-methods/payment-method.ts";

const nothing = included(() => null);

export const refundExpansions: Expansions = {
  refund: {
    balance_transaction: byId(loadBalanceTransaction),
    charge: byId(loadCharge),
    customer: byId(loadCustomer),
    failure_balance_transaction: byId(loadBalanceTransaction),
    payment_intent: byId(loadPaymentIntent),
    payment_method: byId(loadPaymentMethod),
    source_transfer_reversal: nothing,
    transfer_reversal: nothing,
  },
};
