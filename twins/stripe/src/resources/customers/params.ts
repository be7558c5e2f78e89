import * as v from "valibot";
import {
  address,
  boolean,
  clearable,
  email,
  hash,
  integer,
  list,
  listParams,
  metadata,
  notModelled,
  oneOf,
  params,
  rangeQuery,
  shipping,
  text,
} from "../../params/index.ts";

/** Longest texts. https://docs.stripe.com/api/customers/create */
const EMAIL_CHARS_MAX = 512;
const NAME_CHARS_MAX = 256;
const PHONE_CHARS_MAX = 20;
const COMPANY_NAME_CHARS_MAX = 150;
const CUSTOM_FIELDS_MAX = 4;
const PREFIX_CHARS_MAX = 12;

const optionalText = (maxChars?: number) => v.optional(clearable(text(maxChars)));

const invoiceSettings = hash({
  custom_fields: v.optional(clearable(list(hash({ name: text(40), value: text(140) }), { max: CUSTOM_FIELDS_MAX }))),
  default_payment_method: optionalText(),
  footer: optionalText(),
  rendering_options: v.optional(
    clearable(
      hash({
        amount_tax_display: v.optional(clearable(oneOf(["exclude_tax", "include_inclusive_tax"]))),
        template: optionalText(),
      }),
    ),
  ),
});

const details = {
  address: v.optional(clearable(address())),
  balance: v.optional(integer()),
  business_name: optionalText(COMPANY_NAME_CHARS_MAX),
  cash_balance: v.optional(notModelled()),
  description: optionalText(),
  email: v.optional(clearable(email(EMAIL_CHARS_MAX))),
  individual_name: optionalText(COMPANY_NAME_CHARS_MAX),
  invoice_prefix: v.optional(text(PREFIX_CHARS_MAX)),
  invoice_settings: v.optional(invoiceSettings),
  metadata: v.optional(metadata()),
  name: optionalText(NAME_CHARS_MAX),
  next_invoice_sequence: v.optional(integer({ min: 1 })),
  phone: optionalText(PHONE_CHARS_MAX),
  preferred_locales: v.optional(clearable(list(text()))),
  shipping: v.optional(clearable(shipping())),
  source: v.optional(notModelled()),
  tax_exempt: v.optional(clearable(oneOf(["exempt", "none", "reverse"]))),
  validate: v.optional(boolean()),
};

export const CreateCustomer = params({
  ...details,
  payment_method: v.optional(text()),
  tax: v.optional(
    hash({ ip_address: optionalText(), validate_location: v.optional(oneOf(["deferred", "immediately"])) }),
  ),
  tax_id_data: v.optional(notModelled()),
  test_clock: v.optional(notModelled()),
});
export type CreateCustomer = v.InferOutput<typeof CreateCustomer>;

export const UpdateCustomer = params({
  ...details,
  default_source: v.optional(notModelled()),
  tax: v.optional(
    hash({ ip_address: optionalText(), validate_location: v.optional(oneOf(["auto", "deferred", "immediately"])) }),
  ),
});
export type UpdateCustomer = v.InferOutput<typeof UpdateCustomer>;

export const ListCustomers = listParams({
  created: v.optional(rangeQuery()),
  email: v.optional(text(EMAIL_CHARS_MAX)),
  test_clock: v.optional(notModelled()),
});
export type ListCustomers = v.InferOutput<typeof ListCustomers>;
