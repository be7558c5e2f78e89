import { get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { definedFields } from "../../defined-fields.ts";
import { emitEvent } from "../../emit-event.ts";
import { invalidRequest } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import { listObject } from "../../pagination.ts";
import { inRange } from "../../params/index.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { requireKnownCustomer } from "../intents/known-customer.ts";
import { chosenMethodTypes } from "../intents/method-types.ts";
import { confirmSetupIntent } from "./confirm.ts";
import { createSetupIntent } from "./create.ts";
import { checkMethod, methodInRequest } from "./method.ts";
import {
  CancelSetupIntent,
  ConfirmSetupIntent,
  CreateSetupIntent,
  ListSetupIntents,
  RetrieveSetupIntent,
  UpdateSetupIntent,
} from "./params.ts";
import { cannotCancel, isOver, OPEN } from "./refusals.ts";
import { type SetupIntent, wireSetupIntent } from "./setup-intent.ts";

export const setupIntent = resource<StripeTwin>("setup_intent", {
  operations: {
    PostSetupIntents: post("/v1/setup_intents", CreateSetupIntent, createSetupIntent),
    GetSetupIntents: get("/v1/setup_intents", ListSetupIntents, list),
    GetSetupIntentsIntent: get("/v1/setup_intents/:intent", RetrieveSetupIntent, retrieve),
    PostSetupIntentsIntent: post("/v1/setup_intents/:intent", UpdateSetupIntent, update),
    PostSetupIntentsIntentConfirm: post("/v1/setup_intents/:intent/confirm", ConfirmSetupIntent, confirmSetupIntent),
    PostSetupIntentsIntentCancel: post("/v1/setup_intents/:intent/cancel", CancelSetupIntent, cancel),
  },
});

function retrieve({ params, path, state }: Op<RetrieveSetupIntent, "intent">): Stripe.SetupIntent {
  const intent = state.setupIntents.require(path.intent);
  if (params.client_secret !== undefined && params.client_secret !== intent.client_secret) {
    const message = "The client_secret provided does not match any associated SetupIntent on this account.";
    throw invalidRequest({ code: "setup_intent_invalid_parameter", message, param: "client_secret" });
  }
  return wireSetupIntent(intent);
}

function list({ params: query, state }: Op<ListSetupIntents>): Stripe.ApiList<Stripe.SetupIntent> {
  const { created, customer, payment_method: method } = query;
  if (customer !== undefined) requireKnownCustomer(state, customer);
  if (method !== undefined) state.paymentMethods.require(method, "payment_method");
  return listObject(state.setupIntents, query, {
    url: "/v1/setup_intents",
    wire: wireSetupIntent,
    where: narrowest(query),
    filter: (intent: SetupIntent) =>
      (created === undefined || inRange(intent.created, created)) &&
      (customer === undefined || intent.customer === customer) &&
      (method === undefined || intent.payment_method === method),
  });
}

function narrowest({ customer, payment_method: method }: ListSetupIntents) {
  if (method !== undefined) return { field: "payment_method", value: method } as const;
  return customer === undefined ? undefined : ({ field: "customer", value: customer } as const);
}

/** Parameters that are settled once the intent is over. */
const SETTLED = [
  "allowed_payment_method_types",
  "customer",
  "excluded_payment_method_types",
  "payment_method",
  "payment_method_data",
  "payment_method_options",
  "payment_method_types",
] as const;

/** Stripe has no event for this. */
function update(op: Op<UpdateSetupIntent, "intent">): Stripe.SetupIntent {
  const { params, state, account } = op;
  const before = state.setupIntents.require(op.path.intent);
  const changesMethod = params.payment_method !== undefined || params.payment_method_data !== undefined;
  if (!OPEN.includes(before.status) && SETTLED.some((param) => params[param] !== undefined)) {
    throw isOver(before, "update");
  }
  if (params.customer !== undefined) state.customers.require(params.customer, "customer");
  const after = state.setupIntents.update(before.id, {
    ...chosenMethodTypes(params, account.apiVersion),
    ...definedFields({
      customer: params.customer,
      description: params.description,
      request_three_d_secure: params.payment_method_options?.card?.request_three_d_secure,
    }),
    metadata: mergeMetadata(before.metadata, params.metadata),
    ...(changesMethod ? methodChange(op, before) : {}),
  });
  return wireSetupIntent(after);
}

function methodChange(op: Op<UpdateSetupIntent>, before: SetupIntent): Partial<Omit<SetupIntent, "id">> {
  const method = methodInRequest(op, op.params);
  const customer = op.params.customer ?? before.customer;
  if (method !== null) checkMethod(customer, method, { setup_intent: wireSetupIntent(before) });
  return {
    challenge: null,
    last_setup_error: null,
    next_action: null,
    payment_method: method?.id ?? null,
    status: method === null ? "requires_payment_method" : "requires_confirmation",
  };
}

function cancel(op: Op<CancelSetupIntent, "intent">): Stripe.SetupIntent {
  const before = op.state.setupIntents.require(op.path.intent);
  if (!OPEN.includes(before.status)) throw cannotCancel(before);
  const canceled = op.state.setupIntents.update(before.id, {
    cancellation_reason: op.params.cancellation_reason ?? null,
    challenge: null,
    next_action: null,
    status: "canceled",
  });
  const wire = wireSetupIntent(canceled);
  emitEvent(op, "setup_intent.canceled", wire);
  return wire;
}
