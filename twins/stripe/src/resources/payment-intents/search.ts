import type { SearchFields } from "../../search/fields.ts";
import type { PaymentIntent } from "./payment-intent.ts";

/** https://docs.stripe.com/search#query-fields-for-payment-intents */
export const paymentIntentSearch: SearchFields<PaymentIntent> = {
  noun: "payment_intents",
  fields: {
    amount: { kind: "number", read: ({ amount }) => amount },
    created: { kind: "number", read: ({ created }) => created },
    currency: { kind: "token", read: ({ currency }) => currency },
    customer: { kind: "token", read: ({ customer }) => customer },
    metadata: { kind: "metadata", read: ({ metadata }) => metadata },
    status: { kind: "token", read: ({ status }) => status },
  },
};
