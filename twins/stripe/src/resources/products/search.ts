import type { SearchFields } from "../../search/fields.ts";
import type { Product } from "./product.ts";

/** https://docs.stripe.com/search#query-fields-for-products */
export const productSearch: SearchFields<Product> = {
  noun: "products",
  fields: {
    active: { kind: "token", read: ({ active }) => active },
    description: { kind: "text", read: ({ description }) => description },
    metadata: { kind: "metadata", read: ({ metadata }) => metadata },
    name: { kind: "text", read: ({ name }) => name },
    shippable: { kind: "token", read: ({ shippable }) => shippable },
    url: { kind: "text", read: ({ url }) => url },
  },
};
