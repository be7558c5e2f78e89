import * as v from "valibot";
import { hash, integer, listParams, metadata, notModelled, oneOf, params, text } from "../../params/index.ts";
import { billingDetails } from "./billing-details.ts";
import { otherTypes, PAYMENT_METHOD_TYPES } from "./payment-method-types.ts";

const allowRedisplay = v.optional(oneOf(["always", "limited", "unspecified"]));
const type = v.optional(oneOf(PAYMENT_METHOD_TYPES));

const card = hash({
  cvc: v.optional(text()),
  exp_month: v.optional(integer()),
  exp_year: v.optional(integer()),
  networks: v.optional(hash({ preferred: v.optional(oneOf(["cartes_bancaires", "mastercard", "visa"])) })),
  number: v.optional(text()),
  token: v.optional(text()),
});
export type CardInput = v.InferOutput<typeof card>;

const details = {
  ...otherTypes(),
  allow_redisplay: allowRedisplay,
  billing_details: v.optional(billingDetails()),
  card: v.optional(card),
  metadata: v.optional(metadata()),
  radar_options: v.optional(hash({ session: v.optional(text()) })),
  type,
};

/** `payment_method_data`, where an intent takes the details of a new payment method. */
export function paymentMethodData() {
  return hash(details);
}
export type PaymentMethodData = v.InferOutput<ReturnType<typeof paymentMethodData>>;

export const CreatePaymentMethod = params({
  ...details,
  customer: v.optional(text()),
  customer_account: v.optional(notModelled()),
  payment_method: v.optional(notModelled()),
});
export type CreatePaymentMethod = v.InferOutput<typeof CreatePaymentMethod>;

export const UpdatePaymentMethod = params({
  allow_redisplay: allowRedisplay,
  billing_details: v.optional(billingDetails()),
  card: v.optional(
    hash({
      exp_month: v.optional(integer()),
      exp_year: v.optional(integer()),
      networks: v.optional(hash({ preferred: v.optional(oneOf(["cartes_bancaires", "mastercard", "visa"])) })),
    }),
  ),
  metadata: v.optional(metadata()),
  payto: v.optional(notModelled()),
  us_bank_account: v.optional(notModelled()),
});
export type UpdatePaymentMethod = v.InferOutput<typeof UpdatePaymentMethod>;

export const AttachPaymentMethod = params({
  customer: v.optional(text()),
  customer_account: v.optional(notModelled()),
});
export type AttachPaymentMethod = v.InferOutput<typeof AttachPaymentMethod>;

export const ListPaymentMethods = listParams({
  allow_redisplay: allowRedisplay,
  customer: v.optional(text()),
  customer_account: v.optional(notModelled()),
  type,
});
export type ListPaymentMethods = v.InferOutput<typeof ListPaymentMethods>;

export const ListCustomerPaymentMethods = listParams({ allow_redisplay: allowRedisplay, type });
export type ListCustomerPaymentMethods = v.InferOutput<typeof ListCustomerPaymentMethods>;
