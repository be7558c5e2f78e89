import * as v from "valibot";
import {
  boolean,
  clearable,
  codec,
  currency,
  hash,
  integer,
  listParams,
  metadata,
  notModelled,
  oneOf,
  params,
  rangeQuery,
  text,
} from "../../params/index.ts";
import { chargeShipping, statement } from "../charges/params.ts";
import { methodTypeParams } from "../intents/method-types.ts";
import { returnUrl } from "../intents/return-url.ts";
import { paymentMethodData } from "../payment-methods/params.ts";
import { paymentMethodOptions } from "./card-options.ts";

const { automatic_payment_methods, ...changeableTypes } = methodTypeParams();
const captureMethod = v.optional(oneOf(["automatic", "automatic_async", "manual"]));
const usage = oneOf(["off_session", "on_session"]);
const radar = hash({ referrer: v.optional(text()), session: v.optional(text()) });

/** What Stripe has for accounts and industries that the twin does not model. */
const beyond = {
  amount_details: v.optional(notModelled()),
  hooks: v.optional(notModelled()),
  payment_details: v.optional(notModelled()),
};
const connect = {
  application_fee_amount: v.optional(notModelled()),
  transfer_data: v.optional(notModelled()),
};

/** What creating, updating and confirming take alike. */
const method = {
  ...beyond,
  ...changeableTypes,
  capture_method: captureMethod,
  payment_method: v.optional(clearable(text())),
  payment_method_data: v.optional(paymentMethodData()),
  payment_method_options: v.optional(paymentMethodOptions()),
  receipt_email: v.optional(clearable(text())),
  setup_future_usage: v.optional(clearable(usage)),
  shipping: v.optional(clearable(chargeShipping())),
};

/** What only confirming takes, or creating with `confirm`. */
const confirmation = {
  confirmation_token: v.optional(notModelled()),
  error_on_requires_action: v.optional(boolean()),
  mandate: v.optional(notModelled()),
  mandate_data: v.optional(notModelled()),
  off_session: v.optional(offSession()),
  radar_options: v.optional(radar),
  return_url: v.optional(returnUrl()),
  use_stripe_sdk: v.optional(boolean()),
};

const description = {
  description: v.optional(clearable(text())),
  metadata: v.optional(metadata()),
  statement_descriptor: statement(),
  statement_descriptor_suffix: statement(),
  transfer_group: v.optional(text()),
};

export const CreatePaymentIntent = params({
  ...method,
  ...confirmation,
  ...description,
  ...connect,
  amount: integer(),
  automatic_payment_methods,
  confirm: v.optional(boolean()),
  confirmation_method: v.optional(oneOf(["automatic", "manual"])),
  currency: currency(),
  customer: v.optional(text()),
  customer_account: v.optional(notModelled()),
  on_behalf_of: v.optional(notModelled()),
  payment_method_configuration: v.optional(notModelled()),
});
export type CreatePaymentIntent = v.InferOutput<typeof CreatePaymentIntent>;

export const UpdatePaymentIntent = params({
  ...method,
  ...description,
  ...connect,
  amount: v.optional(integer()),
  currency: v.optional(currency()),
  customer: v.optional(text()),
  customer_account: v.optional(notModelled()),
  payment_method_configuration: v.optional(notModelled()),
});
export type UpdatePaymentIntent = v.InferOutput<typeof UpdatePaymentIntent>;

export const ConfirmPaymentIntent = params({
  ...method,
  ...confirmation,
  amount_to_confirm: v.optional(notModelled()),
  client_secret: v.optional(text()),
});
export type ConfirmPaymentIntent = v.InferOutput<typeof ConfirmPaymentIntent>;

export const CapturePaymentIntent = params({
  ...beyond,
  ...connect,
  amount_to_capture: v.optional(integer()),
  final_capture: v.optional(boolean()),
  metadata: v.optional(metadata()),
  statement_descriptor: statement(),
  statement_descriptor_suffix: statement(),
});
export type CapturePaymentIntent = v.InferOutput<typeof CapturePaymentIntent>;

export const CancelPaymentIntent = params({
  cancellation_reason: v.optional(oneOf(["abandoned", "duplicate", "fraudulent", "requested_by_customer"])),
});
export type CancelPaymentIntent = v.InferOutput<typeof CancelPaymentIntent>;

export const RetrievePaymentIntent = params({ client_secret: v.optional(text()) });
export type RetrievePaymentIntent = v.InferOutput<typeof RetrievePaymentIntent>;

export const ListPaymentIntents = listParams({
  created: v.optional(rangeQuery()),
  customer: v.optional(text()),
  customer_account: v.optional(notModelled()),
});
export type ListPaymentIntents = v.InferOutput<typeof ListPaymentIntents>;

/** True, false, or since when the holder has been away. */
function offSession(): v.GenericSchema<unknown, boolean> {
  return codec((raw) => {
    if (raw === "true" || raw === "one_off" || raw === "recurring") return { value: true };
    return raw === "false" ? { value: false } : { problem: "Invalid off_session" };
  });
}
