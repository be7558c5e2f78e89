import { byId, type Expansions, included } from "../../expand.ts";
import { wholeList } from "../../pagination.ts";
import { loadPaymentMethod } from "../payment-methods/payment-method.ts";
import type { Customer } from "./customer.ts";

/** Lists and details of a customer that Stripe shows only where they are asked for. */
export const customerExpansions: Expansions = {
  customer: {
    cash_balance: included(() => null),
    default_source: included(() => null),
    "invoice_settings.default_payment_method": byId(loadPaymentMethod),
    sources: emptyList("sources"),
    subscriptions: emptyList("subscriptions"),
    tax: included((state, { id }) => wireTax(state.customers.get(String(id)))),
    tax_ids: emptyList("tax_ids"),
    test_clock: included(() => null),
  },
};

function emptyList(name: string) {
  return included((_state, { id }) => ({ ...wholeList(`/v1/customers/${String(id)}/${name}`, []), total_count: 0 }));
}

function wireTax(customer: Customer | undefined): unknown {
  if (customer === undefined) return null;
  const country = customer.address?.country ?? null;
  const location =
    country === null ? null : { country, source: "billing_address", state: customer.address?.state ?? null };
  const automaticTax = location === null ? "unrecognized_location" : "not_collecting";
  return { automatic_tax: automaticTax, ip_address: customer.tax_ip_address, location, provider: "stripe" };
}
