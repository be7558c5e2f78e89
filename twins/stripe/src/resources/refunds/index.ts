import { get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { invalidRequest, resourceMissing } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import { listObject } from "../../pagination.ts";
import { inRange, listParams, params } from "../../params/index.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { createRefund } from "./create.ts";
import { completeRefund, failRefund, tellChange } from "./outcome.ts";
import { CreateRefund, ListRefunds, UpdateRefund } from "./params.ts";
import { type Refund, wireRefund } from "./refund.ts";

export const refund = resource<StripeTwin>("refund", {
  operations: {
    PostRefunds: post("/v1/refunds", CreateRefund, createRefund),
    GetRefunds: get("/v1/refunds", ListRefunds, list),
    GetRefundsRefund: get("/v1/refunds/:refund", params({}), retrieve),
    PostRefundsRefund: post("/v1/refunds/:refund", UpdateRefund, update),
    PostRefundsRefundCancel: post("/v1/refunds/:refund/cancel", params({}), cancel),
    GetChargesChargeRefunds: get("/v1/charges/:charge/refunds", listParams({}), listOfCharge),
    GetChargesChargeRefundsRefund: get("/v1/charges/:charge/refunds/:refund", params({}), retrieveOfCharge),
  },
  actions: [completeRefund, failRefund],
});

function retrieve({ path, state }: Op<object, "refund">): Stripe.Refund {
  return wireRefund(state.refunds.require(path.refund));
}

function update(op: Op<UpdateRefund, "refund">): Stripe.Refund {
  const before = op.state.refunds.require(op.path.refund);
  const metadata = mergeMetadata(before.metadata, op.params.metadata);
  const after = op.state.refunds.update(before.id, { metadata });
  tellChange(op, before, after);
  return wireRefund(after);
}

/** Only refunds that wait for the customer's bank details can be canceled; a card's never does. */
function cancel({ path, state }: Op<object, "refund">): never {
  state.refunds.require(path.refund);
  throw invalidRequest({ message: "Canceling this refund is unsupported." });
}

function list({ params: query, state }: Op<ListRefunds>): Stripe.ApiList<Stripe.Refund> {
  const { charge, payment_intent: intent, created } = query;
  if (charge !== undefined) state.charges.require(charge, "charge");
  if (intent !== undefined) state.paymentIntents.require(intent, "payment_intent");
  return listObject(state.refunds, query, {
    url: "/v1/refunds",
    wire: wireRefund,
    where: narrowest(query),
    filter: (candidate: Refund) =>
      (created === undefined || inRange(candidate.created, created)) &&
      (charge === undefined || candidate.charge === charge) &&
      (intent === undefined || candidate.payment_intent === intent),
  });
}

function narrowest({ charge, payment_intent: intent }: ListRefunds) {
  if (charge !== undefined) return { field: "charge", value: charge } as const;
  return intent === undefined ? undefined : ({ field: "payment_intent", value: intent } as const);
}

type PageQuery = Parameters<typeof listObject>[1];

function listOfCharge({ params: query, path, state }: Op<PageQuery, "charge">): Stripe.ApiList<Stripe.Refund> {
  state.charges.require(path.charge);
  return listObject(state.refunds, query, {
    url: `/v1/charges/${path.charge}/refunds`,
    wire: wireRefund,
    where: { field: "charge", value: path.charge },
  });
}

function retrieveOfCharge({ path, state }: Op<object, "charge" | "refund">): Stripe.Refund {
  state.charges.require(path.charge);
  const found = state.refunds.get(path.refund);
  if (found?.charge !== path.charge) throw resourceMissing("refund", "refund")(path.refund, null);
  return wireRefund(found);
}
