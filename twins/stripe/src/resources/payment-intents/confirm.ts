import type { VendorError } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { definedFields } from "../../defined-fields.ts";
import type { Op } from "../../types.ts";
import { chargeShippingOf } from "../charges/params.ts";
import { authenticationNeed } from "../intents/authentication.ts";
import { chosenMethodTypes, needsReturnUrl } from "../intents/method-types.ts";
import { RETURN_URL_MISSING } from "../intents/return-url.ts";
import type { PaymentMethod } from "../payment-methods/payment-method.ts";
import { mergeCardOptions } from "./card-options.ts";
import { requireAction } from "./challenge.ts";
import { chargeIntent, declineUnauthenticated } from "./charge.ts";
import { checkMethod, checkNamedOnce, methodInRequest, methodOfIntent } from "./method.ts";
import type { ConfirmPaymentIntent } from "./params.ts";
import { type PaymentIntent, wirePaymentIntent } from "./payment-intent.ts";
import { cannotConfirm, cannotUpdate, OPEN, refusal, withoutMethod } from "./refusals.ts";

export function confirmPaymentIntent(op: Op<ConfirmPaymentIntent, "intent">): Stripe.PaymentIntent | VendorError {
  const { params, state, account } = op;
  const before = state.paymentIntents.require(op.path.intent);
  checkNamedOnce(params);
  const method = methodInRequest(op, params);
  if (!OPEN.includes(before.status)) {
    throw method === null ? cannotConfirm(before) : cannotUpdate(before, "payment_method");
  }
  if (method !== null) checkMethod(before, method);
  const intent = state.paymentIntents.update(before.id, {
    ...chosenMethodTypes(params, account.apiVersion),
    ...definedFields({
      capture_method: params.capture_method,
      payment_method: method?.id,
      receipt_email: params.receipt_email,
      setup_future_usage: params.setup_future_usage,
      shipping: params.shipping && chargeShippingOf(params.shipping),
    }),
    card_options: mergeCardOptions(before.card_options, params.payment_method_options?.card),
  });
  return confirmIntent(op, intent, params);
}

/** What a request says of the confirmation itself. */
type Confirmation = Pick<
  ConfirmPaymentIntent,
  "error_on_requires_action" | "off_session" | "payment_method_options" | "return_url" | "use_stripe_sdk"
>;

/** Tries to pay: charges the method, or asks its holder to authenticate first. */
export function confirmIntent(
  op: Op,
  intent: PaymentIntent,
  confirmation: Confirmation,
): Stripe.PaymentIntent | VendorError {
  const method = methodOfIntent(op, intent);
  if (method === null) throw withoutMethod(intent);
  checkMethod(intent, method);
  checkReturnUrl(intent, confirmation);
  const need = needOf(intent, method, confirmation);
  const refused = need === "decline" || (need === "challenge" && confirmation.error_on_requires_action === true);
  if (refused) return declineUnauthenticated(op, intent, method);
  if (need === "challenge") {
    return requireAction(op, intent, {
      method: method.id,
      returnUrl: confirmation.return_url ?? null,
      useStripeSdk: confirmation.use_stripe_sdk === true,
    });
  }
  const { intent: after, error } = chargeIntent(op, intent, method);
  return error ?? wirePaymentIntent(after);
}

function needOf(intent: PaymentIntent, method: PaymentMethod, confirmation: Confirmation) {
  if (intent.authenticated_method === method.id || confirmation.payment_method_options?.card?.moto === true) {
    return "none";
  }
  return authenticationNeed(method.scenario.authentication, {
    offSession: confirmation.off_session === true,
    setUpForOffSession: method.set_up_for_off_session,
    requested: intent.card_options.request_three_d_secure !== "automatic",
  });
}

function checkReturnUrl(intent: PaymentIntent, confirmation: Confirmation): void {
  const { off_session: offSession, return_url: url, use_stripe_sdk: sdk } = confirmation;
  if (!needsReturnUrl(intent) || url !== undefined || offSession === true || sdk === true) return;
  throw refusal(intent, { message: `This PaymentIntent ${RETURN_URL_MISSING}` });
}
