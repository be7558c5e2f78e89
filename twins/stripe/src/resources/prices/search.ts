import type { SearchFields } from "../../search/fields.ts";
import type { Price } from "./price.ts";

/** https://docs.stripe.com/search#query-fields-for-prices */
export const priceSearch: SearchFields<Price> = {
  noun: "prices",
  fields: {
    active: { kind: "token", read: ({ active }) => active },
    currency: { kind: "token", read: ({ currency }) => currency },
    lookup_key: { kind: "token", read: ({ lookup_key: key }) => key },
    metadata: { kind: "metadata", read: ({ metadata }) => metadata },
    product: { kind: "token", read: ({ product }) => product },
    type: { kind: "token", read: ({ recurring }) => (recurring === null ? "one_time" : "recurring") },
  },
};
