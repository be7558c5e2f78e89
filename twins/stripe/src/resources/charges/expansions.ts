import { byId, type Expansions, included } from "../../expand.ts";
import { wholeList } from "../../pagination.ts";
import { loadBalanceTransaction } from "../balance-transactions/balance-transaction.ts";
import { loadCustomer } from "../customers/customer.ts";
import { loadPaymentIntent } from "../payment-intents/payment-intent.ts";
import { refundsOf } from "../refunds/refund.ts";

const nothing = included(() => null);

export const chargeExpansions: Expansions = {
  charge: {
    application: nothing,
    application_fee: nothing,
    balance_transaction: byId(loadBalanceTransaction),
    customer: byId(loadCustomer),
    failure_balance_transaction: nothing,
    on_behalf_of: nothing,
    payment_intent: byId(loadPaymentIntent),
    refunds: included((state, { id }) => {
      const data = refundsOf(state, String(id));
      return { ...wholeList(`/v1/charges/${String(id)}/refunds`, data), total_count: data.length };
    }),
    review: nothing,
    source_transfer: nothing,
    transfer: nothing,
    "transfer_data.destination": nothing,
  },
};
