import type { VendorError } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { emitEvent } from "../../emit-event.ts";
import { invalidRequest } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import type { Op } from "../../types.ts";
import { automaticTypes, chosenMethodTypes } from "../intents/method-types.ts";
import { confirmIntent } from "./confirm.ts";
import { checkMethod, methodInRequest } from "./method.ts";
import type { CreateSetupIntent } from "./params.ts";
import { type SetupIntent, wireSetupIntent } from "./setup-intent.ts";

const SECRET_CHARS = 31;

export function createSetupIntent(op: Op<CreateSetupIntent>): Stripe.SetupIntent | VendorError {
  const { params, state } = op;
  if (params.confirm !== true && params.return_url !== undefined) {
    const message =
      "The parameter `return_url` cannot be passed when creating a SetupIntent unless `confirm` is set to true.";
    throw invalidRequest({ message, param: "return_url" });
  }
  if (params.customer !== undefined) state.customers.require(params.customer, "customer");
  const method = methodInRequest(op, params);
  if (method !== null) checkMethod(params.customer ?? null, method, {});
  const intent = store(op, method?.id ?? null);
  emitEvent(op, "setup_intent.created", wireSetupIntent(intent));
  return params.confirm === true ? confirmIntent(op, intent, params) : wireSetupIntent(intent);
}

function store({ params, state, now, ids, account }: Op<CreateSetupIntent>, method: string | null): SetupIntent {
  const stored = state.setupIntents.insert({
    ...(chosenMethodTypes(params, account.apiVersion) ?? automaticTypes()),
    created: Math.floor(now / 1_000),
    livemode: account.livemode,
    cancellation_reason: null,
    client_secret: "",
    customer: params.customer ?? null,
    description: params.description ?? null,
    last_setup_error: null,
    latest_attempt: null,
    metadata: mergeMetadata({}, params.metadata),
    next_action: null,
    payment_method: method,
    request_three_d_secure: params.payment_method_options?.card?.request_three_d_secure ?? "automatic",
    status: method === null ? "requires_payment_method" : "requires_confirmation",
    usage: params.usage ?? "off_session",
    challenge: null,
  });
  return state.setupIntents.update(stored.id, { client_secret: ids.prefixed(`${stored.id}_secret_`, SECRET_CHARS) });
}
