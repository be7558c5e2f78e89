import { definedFields } from "../../defined-fields.ts";
import { mergeMetadata } from "../../metadata.ts";
import { addressOf } from "../../params/index.ts";
import type { Op } from "../../types.ts";
import type { Customer } from "./customer.ts";
import type { CreateCustomer, UpdateCustomer } from "./params.ts";

type Details = Omit<Customer, "id" | "created" | "livemode">;

const BLANK: Details = {
  address: null,
  balance: 0,
  business_name: null,
  default_source: null,
  description: null,
  email: null,
  individual_name: null,
  invoice_prefix: null,
  invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
  metadata: {},
  name: null,
  next_invoice_sequence: 1,
  phone: null,
  preferred_locales: [],
  shipping: null,
  tax_exempt: "none",
  tax_ip_address: null,
};

/** A new customer as the request describes it. */
export function customerFields({ params, now, account }: Op<CreateCustomer>): Omit<Customer, "id"> {
  return { created: Math.floor(now / 1_000), livemode: account.livemode, ...BLANK, ...changes(BLANK, params) };
}

/** What an update changes. */
export function changedFields(before: Customer, { params }: Op<UpdateCustomer, "customer">): Partial<Details> {
  return changes(before, params);
}

function changes(before: Details, params: CreateCustomer | UpdateCustomer): Partial<Details> {
  return definedFields({
    address: params.address && addressOf(params.address),
    balance: params.balance,
    business_name: params.business_name,
    description: params.description,
    email: params.email,
    individual_name: params.individual_name,
    invoice_prefix: params.invoice_prefix,
    invoice_settings: params.invoice_settings && invoiceSettings(before, params.invoice_settings),
    metadata: params.metadata === undefined ? undefined : mergeMetadata(before.metadata, params.metadata),
    name: params.name,
    next_invoice_sequence: params.next_invoice_sequence,
    phone: params.phone,
    preferred_locales: params.preferred_locales === null ? [] : params.preferred_locales,
    shipping: params.shipping && shippingOf(params.shipping),
    tax_exempt: params.tax_exempt === null ? "none" : params.tax_exempt,
    tax_ip_address: params.tax?.ip_address,
  });
}

type InvoiceSettings = Details["invoice_settings"];

function invoiceSettings(
  { invoice_settings: before }: Details,
  params: NonNullable<CreateCustomer["invoice_settings"]>,
): InvoiceSettings {
  const { rendering_options: rendering, ...rest } = params;
  const options = rendering && {
    amount_tax_display: rendering.amount_tax_display ?? null,
    template: rendering.template ?? null,
  };
  return { ...before, ...definedFields({ ...rest, rendering_options: options }) };
}

function shippingOf(params: NonNullable<CreateCustomer["shipping"]>): NonNullable<Details["shipping"]> {
  return { address: addressOf(params.address), name: params.name, phone: params.phone ?? null };
}
