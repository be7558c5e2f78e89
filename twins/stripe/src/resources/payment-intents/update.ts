import type Stripe from "stripe";
import { checkChargeAmount } from "../../amounts.ts";
import { definedFields } from "../../defined-fields.ts";
import { mergeMetadata } from "../../metadata.ts";
import type { Op } from "../../types.ts";
import { chargeShippingOf } from "../charges/params.ts";
import { chosenMethodTypes } from "../intents/method-types.ts";
import { mergeCardOptions } from "./card-options.ts";
import { checkMethod, checkNamedOnce, methodInRequest } from "./method.ts";
import type { UpdatePaymentIntent } from "./params.ts";
import { type PaymentIntent, wirePaymentIntent } from "./payment-intent.ts";
import { cannotUpdate, OPEN } from "./refusals.ts";

/** Parameters that are settled once an attempt has held or taken money, or the intent has ended. */
const OPEN_ONLY = [
  "amount",
  "allowed_payment_method_types",
  "capture_method",
  "currency",
  "customer",
  "excluded_payment_method_types",
  "payment_method",
  "payment_method_data",
  "payment_method_options",
  "payment_method_types",
  "setup_future_usage",
] as const;

/** Stripe has no event for this. */
export function updatePaymentIntent(op: Op<UpdatePaymentIntent, "intent">): Stripe.PaymentIntent {
  const { params, state, path } = op;
  const before = state.paymentIntents.require(path.intent);
  if (!OPEN.includes(before.status)) {
    const refused = OPEN_ONLY.find((param) => params[param] !== undefined);
    if (refused !== undefined) throw cannotUpdate(before, refused);
    return wirePaymentIntent(state.paymentIntents.update(before.id, described(before, params)));
  }
  const { amount = before.amount, currency = before.currency } = params;
  if (amount !== before.amount || currency !== before.currency) checkChargeAmount(amount, currency);
  checkNamedOnce(params);
  if (params.customer !== undefined) state.customers.require(params.customer, "customer");
  const anew = OPEN_ONLY.some((param) => params[param] !== undefined) ? begunAnew(op, before) : {};
  const changed = { ...described(before, params), ...anew, last_payment_error: null };
  return wirePaymentIntent(state.paymentIntents.update(before.id, changed));
}

type Changes = Partial<Omit<PaymentIntent, "id">>;

/** Changes that describe the payment, whatever its status. */
function described(before: PaymentIntent, params: UpdatePaymentIntent): Changes {
  return definedFields({
    description: params.description,
    metadata: mergeMetadata(before.metadata, params.metadata),
    receipt_email: params.receipt_email,
    shipping: params.shipping && chargeShippingOf(params.shipping),
    statement_descriptor: params.statement_descriptor,
    statement_descriptor_suffix: params.statement_descriptor_suffix,
    transfer_group: params.transfer_group,
  });
}

/** Changes to what is paid, and how: what was under way before is void, and the intent must be confirmed (again). */
function begunAnew(op: Op<UpdatePaymentIntent>, before: PaymentIntent): Changes {
  const { params, account } = op;
  const named = methodInRequest(op, params);
  const customer = params.customer ?? before.customer;
  if (named !== null) checkMethod({ ...before, customer }, named);
  const method = params.payment_method === null ? null : (named?.id ?? before.payment_method);
  return {
    ...chosenMethodTypes(params, account.apiVersion),
    ...definedFields({
      amount: params.amount,
      capture_method: params.capture_method,
      currency: params.currency,
      setup_future_usage: params.setup_future_usage,
    }),
    authenticated_method: null,
    card_options: mergeCardOptions(before.card_options, params.payment_method_options?.card),
    challenge: null,
    customer,
    next_action: null,
    payment_method: method,
    status: method === null ? "requires_payment_method" : "requires_confirmation",
  };
}
