import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";
import type { Address } from "../../params/index.ts";
import type { State } from "../../types.ts";

/** A customer as the twin keeps it. Times are in seconds. */
export interface Customer {
  readonly id: string;
  readonly created: number;
  readonly livemode: boolean;
  readonly address: Address | null;
  readonly balance: number;
  readonly business_name: string | null;
  readonly default_source: null;
  readonly description: string | null;
  readonly email: string | null;
  readonly individual_name: string | null;
  /** Null: the one that Stripe makes itself, which the twin takes from the id. */
  readonly invoice_prefix: string | null;
  readonly invoice_settings: {
    readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null;
    readonly default_payment_method: string | null;
    readonly footer: string | null;
    readonly rendering_options: {
      readonly amount_tax_display: string | null;
      readonly template: string | null;
    } | null;
  };
  readonly metadata: Metadata;
  readonly name: string | null;
  readonly next_invoice_sequence: number;
  readonly phone: string | null;
  readonly preferred_locales: readonly string[];
  readonly shipping: { readonly address: Address; readonly name: string; readonly phone: string | null } | null;
  readonly tax_exempt: "exempt" | "none" | "reverse";
  readonly tax_ip_address: string | null;
}

/** Characters of an invoice prefix that Stripe makes itself. */
const PREFIX_CHARS = 8;

/** Live customers only: `state.customers.require(id, "customer")` refuses a deleted one, as Stripe does. */
export const customers = collection<Customer, "email">({
  id: (ids) => ids.prefixed("cus_", 14),
  missing: resourceMissing("customer"),
  indexes: ["email"],
});

export function wireCustomer(customer: Customer): Stripe.Customer {
  const { business_name: businessName, individual_name: individualName } = customer;
  return {
    id: customer.id,
    object: "customer",
    address: customer.address,
    balance: customer.balance,
    ...(businessName === null ? {} : { business_name: businessName }),
    created: customer.created,
    currency: null,
    customer_account: null,
    default_source: customer.default_source,
    delinquent: false,
    description: customer.description,
    discount: null,
    email: customer.email,
    ...(individualName === null ? {} : { individual_name: individualName }),
    invoice_prefix: customer.invoice_prefix ?? customer.id.slice(-PREFIX_CHARS).toUpperCase(),
    invoice_settings: {
      ...customer.invoice_settings,
      custom_fields: customer.invoice_settings.custom_fields?.map((field) => ({ ...field })) ?? null,
    },
    livemode: customer.livemode,
    metadata: customer.metadata,
    name: customer.name,
    next_invoice_sequence: customer.next_invoice_sequence,
    phone: customer.phone,
    preferred_locales: [...customer.preferred_locales],
    shipping: customer.shipping,
    tax_exempt: customer.tax_exempt,
    test_clock: null,
  };
}

export function wireDeletedCustomer(id: string): Stripe.DeletedCustomer {
  return { id, object: "customer", deleted: true };
}

/** The customer or what is left of it, in wire format; for `expand[]` and retrieval. */
export function loadCustomer(state: State, id: string): Stripe.Customer | Stripe.DeletedCustomer | null {
  const customer = state.customers.get(id);
  if (customer !== undefined) return wireCustomer(customer);
  return state.departed.has(id) ? wireDeletedCustomer(id) : null;
}
