import * as v from "valibot";
import {
  address,
  addressOf,
  amount,
  boolean,
  clearable,
  currency,
  hash,
  listParams,
  metadata,
  notModelled,
  oneOf,
  params,
  rangeQuery,
  text,
} from "../../params/index.ts";
import type { ChargeShipping } from "./charge.ts";

const STATEMENT_CHARS_MAX = 22;

/** `shipping[…]` of charges and payment intents. */
export function chargeShipping() {
  return hash({
    address: address(),
    carrier: v.optional(clearable(text())),
    name: text(),
    phone: v.optional(clearable(text())),
    tracking_number: v.optional(clearable(text())),
  });
}
export type ChargeShippingInput = v.InferOutput<ReturnType<typeof chargeShipping>>;

export function chargeShippingOf(input: ChargeShippingInput): ChargeShipping {
  return {
    address: addressOf(input.address),
    carrier: input.carrier ?? null,
    name: input.name,
    phone: input.phone ?? null,
    tracking_number: input.tracking_number ?? null,
  };
}

/** `statement_descriptor` and its suffix. */
export function statement() {
  return v.optional(text(STATEMENT_CHARS_MAX));
}

const shared = {
  description: v.optional(clearable(text())),
  metadata: v.optional(metadata()),
  receipt_email: v.optional(clearable(text())),
  shipping: v.optional(clearable(chargeShipping())),
};

export const CreateCharge = params({
  ...shared,
  amount: v.optional(amount()),
  application_fee: v.optional(notModelled()),
  application_fee_amount: v.optional(notModelled()),
  capture: v.optional(boolean()),
  currency: v.optional(currency()),
  customer: v.optional(text()),
  destination: v.optional(notModelled()),
  on_behalf_of: v.optional(notModelled()),
  radar_options: v.optional(hash({ session: v.optional(text()) })),
  source: v.optional(text()),
  statement_descriptor: statement(),
  statement_descriptor_suffix: statement(),
  transfer_data: v.optional(notModelled()),
  transfer_group: v.optional(text()),
});
export type CreateCharge = v.InferOutput<typeof CreateCharge>;

export const UpdateCharge = params({
  ...shared,
  customer: v.optional(text()),
  fraud_details: v.optional(hash({ user_report: clearable(oneOf(["fraudulent", "safe"])) })),
  transfer_group: v.optional(text()),
});
export type UpdateCharge = v.InferOutput<typeof UpdateCharge>;

export const CaptureCharge = params({
  amount: v.optional(amount()),
  application_fee: v.optional(notModelled()),
  application_fee_amount: v.optional(notModelled()),
  receipt_email: v.optional(text()),
  statement_descriptor: statement(),
  statement_descriptor_suffix: statement(),
  transfer_data: v.optional(notModelled()),
  transfer_group: v.optional(text()),
});
export type CaptureCharge = v.InferOutput<typeof CaptureCharge>;

export const ListCharges = listParams({
  created: v.optional(rangeQuery()),
  customer: v.optional(text()),
  payment_intent: v.optional(text()),
  transfer_group: v.optional(text()),
});
export type ListCharges = v.InferOutput<typeof ListCharges>;
