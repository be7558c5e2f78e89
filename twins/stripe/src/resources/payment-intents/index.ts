import { get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { invalidRequest } from "../../errors.ts";
import { listObject } from "../../pagination.ts";
import { inRange } from "../../params/index.ts";
import { Search, searchObject } from "../../search/search.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { requireKnownCustomer } from "../intents/known-customer.ts";
import { cancelPaymentIntent } from "./cancel.ts";
import { capturePaymentIntent } from "./capture.ts";
import { confirmPaymentIntent } from "./confirm.ts";
import { createPaymentIntent } from "./create.ts";
import { expireHeldIntent } from "./expire.ts";
import {
  CancelPaymentIntent,
  CapturePaymentIntent,
  ConfirmPaymentIntent,
  CreatePaymentIntent,
  ListPaymentIntents,
  RetrievePaymentIntent,
  UpdatePaymentIntent,
} from "./params.ts";
import { type PaymentIntent, wirePaymentIntent } from "./payment-intent.ts";
import { paymentIntentSearch } from "./search.ts";
import { updatePaymentIntent } from "./update.ts";

export const paymentIntent = resource<StripeTwin>("payment_intent", {
  operations: {
    PostPaymentIntents: post("/v1/payment_intents", CreatePaymentIntent, createPaymentIntent),
    GetPaymentIntents: get("/v1/payment_intents", ListPaymentIntents, list),
    GetPaymentIntentsSearch: get("/v1/payment_intents/search", Search, search),
    GetPaymentIntentsIntent: get("/v1/payment_intents/:intent", RetrievePaymentIntent, retrieve),
    PostPaymentIntentsIntent: post("/v1/payment_intents/:intent", UpdatePaymentIntent, updatePaymentIntent),
    PostPaymentIntentsIntentConfirm: post(
      "/v1/payment_intents/:intent/confirm",
      ConfirmPaymentIntent,
      confirmPaymentIntent,
    ),
    PostPaymentIntentsIntentCapture: post(
      "/v1/payment_intents/:intent/capture",
      CapturePaymentIntent,
      capturePaymentIntent,
    ),
    PostPaymentIntentsIntentCancel: post(
      "/v1/payment_intents/:intent/cancel",
      CancelPaymentIntent,
      cancelPaymentIntent,
    ),
  },
  actions: [expireHeldIntent],
});

function retrieve({ params, path, state }: Op<RetrievePaymentIntent, "intent">): Stripe.PaymentIntent {
  const intent = state.paymentIntents.require(path.intent);
  if (params.client_secret !== undefined && params.client_secret !== intent.client_secret) {
    const message = "The client_secret provided does not match any associated PaymentIntent on this account.";
    throw invalidRequest({ code: "payment_intent_invalid_parameter", message, param: "client_secret" });
  }
  return wirePaymentIntent(intent);
}

function list({ params: query, state }: Op<ListPaymentIntents>): Stripe.ApiList<Stripe.PaymentIntent> {
  const { created, customer } = query;
  if (customer !== undefined) requireKnownCustomer(state, customer);
  return listObject(state.paymentIntents, query, {
    url: "/v1/payment_intents",
    wire: wirePaymentIntent,
    where: customer === undefined ? undefined : { field: "customer", value: customer },
    filter: created === undefined ? undefined : (intent: PaymentIntent) => inRange(intent.created, created),
  });
}

function search(op: Op<Search>): Stripe.ApiSearchResult<Stripe.PaymentIntent> {
  const options = { url: "/v1/payment_intents/search", wire: wirePaymentIntent, ...paymentIntentSearch };
  return searchObject(op, op.state.paymentIntents, options);
}
