import type { VendorError } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { definedFields } from "../../defined-fields.ts";
import type { Op } from "../../types.ts";
import { authenticationNeed } from "../intents/authentication.ts";
import { chosenMethodTypes, needsReturnUrl } from "../intents/method-types.ts";
import { RETURN_URL_MISSING } from "../intents/return-url.ts";
import { requireAction } from "./challenge.ts";
import { setUp } from "./set-up.ts";
import { checkMethod, methodInRequest } from "./method.ts";
import type { ConfirmSetupIntent } from "./params.ts";
import { isOver, OPEN, refusal, withoutMethod } from "./refusals.ts";
import { type SetupIntent, wireSetupIntent } from "./setup-intent.ts";

export function confirmSetupIntent(op: Op<ConfirmSetupIntent, "intent">): Stripe.SetupIntent | VendorError {
  const { params, state, account } = op;
  const before = state.setupIntents.require(op.path.intent);
  const named = methodInRequest(op, params);
  // That no method is there is said before that the intent is over.
  if (named === null && before.payment_method === null) throw withoutMethod(before);
  if (!OPEN.includes(before.status)) throw isOver(before, "confirm");
  if (named !== null) checkMethod(before.customer, named, { setup_intent: wireSetupIntent(before) });
  const intent = state.setupIntents.update(before.id, {
    ...chosenMethodTypes(params, account.apiVersion),
    ...definedFields({
      payment_method: named?.id,
      request_three_d_secure: params.payment_method_options?.card?.request_three_d_secure,
    }),
  });
  return confirmIntent(op, intent, params);
}

/** What a request says of the confirmation itself. */
type Confirmation = Pick<ConfirmSetupIntent, "payment_method_options" | "return_url" | "use_stripe_sdk">;

/** Tries to set the method up, or asks its holder to authenticate first. */
export function confirmIntent(
  op: Op,
  intent: SetupIntent,
  confirmation: Confirmation,
): Stripe.SetupIntent | VendorError {
  const method = intent.payment_method === null ? undefined : op.state.paymentMethods.get(intent.payment_method);
  if (method === undefined) throw withoutMethod(intent);
  checkMethod(intent.customer, method, { setup_intent: wireSetupIntent(intent) });
  const { return_url: url, use_stripe_sdk: sdk } = confirmation;
  if (needsReturnUrl(intent) && url === undefined && sdk !== true) {
    throw refusal(intent, { message: `This SetupIntent ${RETURN_URL_MISSING}` });
  }
  const moto = confirmation.payment_method_options?.card?.moto === true;
  const need = authenticationNeed(method.scenario.authentication, {
    offSession: false,
    setUpForOffSession: false,
    requested: intent.request_three_d_secure !== "automatic",
  });
  // A card that counts as set up needs no setting up.
  const challenged = need === "challenge" && !moto && method.scenario.authentication !== "set_up";
  if (challenged) {
    return requireAction(op, intent, { method: method.id, returnUrl: url ?? null, useStripeSdk: sdk === true });
  }
  const { intent: after, error } = setUp(op, intent, method);
  return error ?? wireSetupIntent(after);
}
