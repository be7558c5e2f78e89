import * as v from "valibot";
import { amount, listParams, metadata, notModelled, oneOf, params, rangeQuery, text } from "../../params/index.ts";

export const CreateRefund = params({
  amount: v.optional(amount()),
  charge: v.optional(text()),
  currency: v.optional(notModelled()),
  customer: v.optional(notModelled()),
  instructions_email: v.optional(text()),
  metadata: v.optional(metadata()),
  origin: v.optional(notModelled()),
  payment_intent: v.optional(text()),
  reason: v.optional(oneOf(["duplicate", "fraudulent", "requested_by_customer"])),
  refund_application_fee: v.optional(notModelled()),
  reverse_transfer: v.optional(notModelled()),
});
export type CreateRefund = v.InferOutput<typeof CreateRefund>;

export const UpdateRefund = params({ metadata: v.optional(metadata()) });
export type UpdateRefund = v.InferOutput<typeof UpdateRefund>;

export const ListRefunds = listParams({
  charge: v.optional(text()),
  created: v.optional(rangeQuery()),
  payment_intent: v.optional(text()),
});
export type ListRefunds = v.InferOutput<typeof ListRefunds>;
