import { get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { definedFields } from "../../defined-fields.ts";
import { emitEvent } from "../../emit-event.ts";
import { invalidRequest } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import { listObject } from "../../pagination.ts";
import { inRange, params } from "../../params/index.ts";
import { Search, searchObject } from "../../search/search.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { captureCharge, expireCharge } from "./capture.ts";
import { type Charge, wireCharge } from "./charge.ts";
import { createCharge } from "./legacy.ts";
import { CaptureCharge, chargeShippingOf, CreateCharge, ListCharges, UpdateCharge } from "./params.ts";
import { chargeSearch } from "./search.ts";
import { settle } from "./settle.ts";

export const charge = resource<StripeTwin>("charge", {
  operations: {
    PostCharges: post("/v1/charges", CreateCharge, createCharge),
    GetCharges: get("/v1/charges", ListCharges, list),
    GetChargesSearch: get("/v1/charges/search", Search, search),
    GetChargesCharge: get("/v1/charges/:charge", params({}), retrieve),
    PostChargesCharge: post("/v1/charges/:charge", UpdateCharge, update),
    PostChargesChargeCapture: post("/v1/charges/:charge/capture", CaptureCharge, capture),
  },
  actions: [settle, expireCharge],
});

function retrieve({ path, state }: Op<object, "charge">): Stripe.Charge {
  return wireCharge(state.charges.require(path.charge));
}

function list({ params: query, state }: Op<ListCharges>): Stripe.ApiList<Stripe.Charge> {
  return listObject(state.charges, query, {
    url: "/v1/charges",
    wire: wireCharge,
    where: narrowest(query),
    filter: matching(query),
  });
}

/** The index that leaves the fewest charges to look at. */
function narrowest({ payment_intent: intent, customer, transfer_group: group }: ListCharges) {
  if (intent !== undefined) return { field: "payment_intent", value: intent } as const;
  if (customer !== undefined) return { field: "customer", value: customer } as const;
  return group === undefined ? undefined : ({ field: "transfer_group", value: group } as const);
}

function matching(query: ListCharges): (candidate: Charge) => boolean {
  const { created, customer, payment_intent: intent, transfer_group: group } = query;
  return (candidate) =>
    (created === undefined || inRange(candidate.created, created)) &&
    (customer === undefined || candidate.customer === customer) &&
    (intent === undefined || candidate.payment_intent === intent) &&
    (group === undefined || candidate.transfer_group === group);
}

function search(op: Op<Search>): Stripe.ApiSearchResult<Stripe.Charge> {
  return searchObject(op, op.state.charges, { url: "/v1/charges/search", wire: wireCharge, ...chargeSearch });
}

function update(op: Op<UpdateCharge, "charge">): Stripe.Charge {
  const { state, params: given } = op;
  const before = state.charges.require(op.path.charge);
  if (given.transfer_group !== undefined && before.payment_intent !== null) {
    const message =
      `This Charge was created by a PaymentIntent (${before.payment_intent}). You must update the \`transfer_group\` ` +
      "on the PaymentIntent instead of updating the Charge directly. " +
      "See https://stripe.com/docs/api#update_payment_intent";
    throw invalidRequest({ message });
  }
  if (given.customer !== undefined) state.customers.require(given.customer, "customer");
  const after = state.charges.update(before.id, changes(before, given));
  const wire = wireCharge(after);
  emitEvent(op, "charge.updated", wire, wireCharge(before));
  return wire;
}

function changes(before: Charge, given: UpdateCharge): Partial<Omit<Charge, "id">> {
  const report = given.fraud_details?.user_report;
  return definedFields({
    customer: given.customer,
    description: given.description,
    fraud_details: report === undefined ? undefined : report === null ? {} : { user_report: report },
    metadata: mergeMetadata(before.metadata, given.metadata),
    receipt_email: given.receipt_email,
    shipping: given.shipping && chargeShippingOf(given.shipping),
    transfer_group: given.transfer_group,
  });
}

function capture(op: Op<CaptureCharge, "charge">): Stripe.Charge {
  const held = op.state.charges.require(op.path.charge);
  if (held.captured) {
    const message = `Charge ${held.id} has already been captured.`;
    throw invalidRequest({ code: "charge_already_captured", message });
  }
  if (held.payment_intent !== null) {
    const message =
      `This uncaptured Charge was created by a PaymentIntent (${held.payment_intent}). You must capture the ` +
      "PaymentIntent instead. For more information, see " +
      "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method";
    throw invalidRequest({ message });
  }
  if (held.failure !== null || held.released) {
    const message = "The charge cannot be captured as the authorization has expired.";
    throw invalidRequest({ code: "charge_expired_for_capture", message });
  }
  const amount = op.params.amount ?? held.amount;
  if (amount > held.amount) {
    const message = "You cannot capture a charge for an amount greater than it already has.";
    throw invalidRequest({ code: "amount_too_large", message, param: "amount" });
  }
  const { receipt_email, statement_descriptor, statement_descriptor_suffix, transfer_group } = op.params;
  const described = { receipt_email, statement_descriptor, statement_descriptor_suffix, transfer_group };
  return wireCharge(captureCharge(op, op.state.charges.update(held.id, definedFields(described)), amount));
}
