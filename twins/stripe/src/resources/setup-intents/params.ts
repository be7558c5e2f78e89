import * as v from "valibot";
import {
  boolean,
  clearable,
  hash,
  list,
  listParams,
  metadata,
  notModelled,
  oneOf,
  params,
  rangeQuery,
  text,
} from "../../params/index.ts";
import { methodTypeParams } from "../intents/method-types.ts";
import { returnUrl } from "../intents/return-url.ts";
import { otherTypes } from "../payment-methods/payment-method-types.ts";
import { paymentMethodData } from "../payment-methods/params.ts";

const { automatic_payment_methods, ...changeableTypes } = methodTypeParams();

const options = hash({
  ...otherTypes(),
  card: v.optional(
    hash({
      mandate_options: v.optional(notModelled()),
      moto: v.optional(boolean()),
      network: v.optional(notModelled()),
      request_three_d_secure: v.optional(oneOf(["any", "automatic", "challenge"])),
      setup_credential_usage: v.optional(notModelled()),
      three_d_secure: v.optional(notModelled()),
    }),
  ),
  card_present: v.optional(notModelled()),
  link: v.optional(hash({ persistent_token: v.optional(text()) })),
});

/** What creating, updating and confirming take alike. */
const method = {
  payment_method: v.optional(clearable(text())),
  payment_method_data: v.optional(paymentMethodData()),
  payment_method_options: v.optional(options),
};

const description = {
  attach_to_self: v.optional(notModelled()),
  customer: v.optional(text()),
  customer_account: v.optional(notModelled()),
  description: v.optional(clearable(text())),
  flow_directions: v.optional(list(oneOf(["inbound", "outbound"]))),
  metadata: v.optional(metadata()),
  payment_method_configuration: v.optional(notModelled()),
};

/** What only confirming takes, or creating with `confirm`. */
const confirmation = {
  confirmation_token: v.optional(notModelled()),
  mandate_data: v.optional(notModelled()),
  return_url: v.optional(returnUrl()),
  use_stripe_sdk: v.optional(boolean()),
};

export const CreateSetupIntent = params({
  ...method,
  ...changeableTypes,
  ...description,
  ...confirmation,
  automatic_payment_methods,
  confirm: v.optional(boolean()),
  on_behalf_of: v.optional(notModelled()),
  single_use: v.optional(notModelled()),
  usage: v.optional(oneOf(["off_session", "on_session"])),
});
export type CreateSetupIntent = v.InferOutput<typeof CreateSetupIntent>;

export const UpdateSetupIntent = params({ ...method, ...changeableTypes, ...description });
export type UpdateSetupIntent = v.InferOutput<typeof UpdateSetupIntent>;

export const ConfirmSetupIntent = params({
  ...method,
  ...confirmation,
  allowed_payment_method_types: changeableTypes.allowed_payment_method_types,
  client_secret: v.optional(text()),
});
export type ConfirmSetupIntent = v.InferOutput<typeof ConfirmSetupIntent>;

export const CancelSetupIntent = params({
  cancellation_reason: v.optional(oneOf(["abandoned", "duplicate", "requested_by_customer"])),
});
export type CancelSetupIntent = v.InferOutput<typeof CancelSetupIntent>;

export const RetrieveSetupIntent = params({ client_secret: v.optional(text()) });
export type RetrieveSetupIntent = v.InferOutput<typeof RetrieveSetupIntent>;

export const ListSetupIntents = listParams({
  attach_to_self: v.optional(notModelled()),
  created: v.optional(rangeQuery()),
  customer: v.optional(text()),
  customer_account: v.optional(notModelled()),
  payment_method: v.optional(text()),
});
export type ListSetupIntents = v.InferOutput<typeof ListSetupIntents>;
