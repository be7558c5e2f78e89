import type { SearchFields } from "../../search/fields.ts";
import { type Charge, isRefunded } from "./charge.ts";

/** https://docs.stripe.com/search#query-fields-for-charges */
export const chargeSearch: SearchFields<Charge> = {
  noun: "charges",
  fields: {
    amount: { kind: "number", read: ({ amount }) => amount },
    "billing_details.address.postal_code": { kind: "token", read: ({ billing_details: of }) => of.address.postal_code },
    created: { kind: "number", read: ({ created }) => created },
    currency: { kind: "token", read: ({ currency }) => currency },
    customer: { kind: "token", read: ({ customer }) => customer },
    disputed: { kind: "token", read: () => false },
    metadata: { kind: "metadata", read: ({ metadata }) => metadata },
    "payment_method_details.card.brand": { kind: "token", read: ({ payment_method_card: card }) => card.brand },
    "payment_method_details.card.exp_month": {
      kind: "number",
      read: ({ payment_method_card: card }) => card.exp_month,
    },
    "payment_method_details.card.exp_year": { kind: "number", read: ({ payment_method_card: card }) => card.exp_year },
    "payment_method_details.card.fingerprint": {
      kind: "token",
      read: ({ payment_method_card: card }) => card.fingerprint ?? null,
    },
    "payment_method_details.card.last4": { kind: "token", read: ({ payment_method_card: card }) => card.last4 },
    refunded: { kind: "token", read: isRefunded },
    status: { kind: "token", read: ({ failure }) => (failure === null ? "succeeded" : "failed") },
  },
};
