import type { SearchFields } from "../../search/fields.ts";
import type { Customer } from "./customer.ts";

/** https://docs.stripe.com/search#query-fields-for-customers */
export const customerSearch: SearchFields<Customer> = {
  noun: "customers",
  fields: {
    created: { kind: "number", read: ({ created }) => created },
    email: { kind: "text", read: ({ email }) => email },
    metadata: { kind: "metadata", read: ({ metadata }) => metadata },
    name: { kind: "text", read: ({ name }) => name },
    phone: { kind: "text", read: ({ phone }) => phone },
  },
};
