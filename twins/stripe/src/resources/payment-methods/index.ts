import { get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { definedFields } from "../../defined-fields.ts";
import { emitEvent } from "../../emit-event.ts";
import { invalidRequest, resourceMissing } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import { listObject } from "../../pagination.ts";
import { params } from "../../params/index.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { attachPaymentMethod, detach } from "./attachment.ts";
import { mergeBillingDetails } from "./billing-details.ts";
import { createPaymentMethod, requirePaymentMethod } from "./creation.ts";
import {
  AttachPaymentMethod,
  CreatePaymentMethod,
  ListCustomerPaymentMethods,
  ListPaymentMethods,
  UpdatePaymentMethod,
} from "./params.ts";
import { type PaymentMethod, wirePaymentMethod } from "./payment-method.ts";

export const paymentMethod = resource<StripeTwin>("payment_method", {
  operations: {
    PostPaymentMethods: post("/v1/payment_methods", CreatePaymentMethod, create),
    GetPaymentMethods: get("/v1/payment_methods", ListPaymentMethods, list),
    GetPaymentMethodsPaymentMethod: get("/v1/payment_methods/:payment_method", params({}), retrieve),
    PostPaymentMethodsPaymentMethod: post("/v1/payment_methods/:payment_method", UpdatePaymentMethod, update),
    PostPaymentMethodsPaymentMethodAttach: post(
      "/v1/payment_methods/:payment_method/attach",
      AttachPaymentMethod,
      postAttach,
    ),
    PostPaymentMethodsPaymentMethodDetach: post("/v1/payment_methods/:payment_method/detach", params({}), postDetach),
    GetCustomersCustomerPaymentMethods: get(
      "/v1/customers/:customer/payment_methods",
      ListCustomerPaymentMethods,
      listOfCustomer,
    ),
    GetCustomersCustomerPaymentMethodsPaymentMethod: get(
      "/v1/customers/:customer/payment_methods/:payment_method",
      params({}),
      retrieveOfCustomer,
    ),
  },
});

function create(op: Op<CreatePaymentMethod>): Stripe.PaymentMethod {
  if (op.params.customer !== undefined) {
    const message =
      "You cannot attach a PaymentMethod to a Customer during PaymentMethod creation. Please instead create the " +
      "PaymentMethod and then attach it using the attachment method of the PaymentMethods API.";
    throw invalidRequest({ message });
  }
  return wirePaymentMethod(createPaymentMethod(op, op.params));
}

function retrieve(op: Op<object, "payment_method">): Stripe.PaymentMethod {
  return wirePaymentMethod(requirePaymentMethod(op, op.path.payment_method, null));
}

function update(op: Op<UpdatePaymentMethod, "payment_method">): Stripe.PaymentMethod {
  const before = op.state.paymentMethods.require(op.path.payment_method);
  if (before.customer === null) {
    throw invalidRequest({ message: "You must save this PaymentMethod to a customer before you can update it." });
  }
  const { allow_redisplay, billing_details, card, metadata } = op.params;
  const { networks, ...expiry } = card ?? {};
  const after = op.state.paymentMethods.update(
    before.id,
    definedFields({
      allow_redisplay,
      billing_details: mergeBillingDetails(billing_details, before.billing_details),
      card: { ...before.card, ...definedFields({ ...expiry, preferred_network: networks?.preferred }) },
      metadata: mergeMetadata(before.metadata, metadata),
    }),
  );
  const wire = wirePaymentMethod(after);
  emitEvent(op, "payment_method.updated", wire, wirePaymentMethod(before));
  return wire;
}

function postAttach(op: Op<AttachPaymentMethod, "payment_method">): Stripe.PaymentMethod {
  const { customer } = op.params;
  if (customer === undefined) {
    const message = "Must provide customer or customer_account.";
    throw invalidRequest({ code: "parameter_missing", message });
  }
  op.state.customers.require(customer, "customer");
  return wirePaymentMethod(attachPaymentMethod(op, op.path.payment_method, customer, null));
}

function postDetach(op: Op<object, "payment_method">): Stripe.PaymentMethod {
  const method = op.state.paymentMethods.require(op.path.payment_method);
  if (method.customer === null) {
    const message = "The payment method you provided is not attached to a customer so detachment is impossible.";
    throw invalidRequest({ message });
  }
  return wirePaymentMethod(detach(op, method));
}

/** Stripe lists methods of a customer only; without one the list is empty. */
function list({ params: query, state }: Op<ListPaymentMethods>): Stripe.ApiList<Stripe.PaymentMethod> {
  const { customer } = query;
  if (customer !== undefined) state.customers.require(customer, "customer");
  return listObject(state.paymentMethods, query, {
    url: "/v1/payment_methods",
    wire: wirePaymentMethod,
    where: { field: "customer", value: customer ?? "" },
    filter: matching(query),
  });
}

function listOfCustomer({
  params: query,
  path,
  state,
}: Op<ListCustomerPaymentMethods, "customer">): Stripe.ApiList<Stripe.PaymentMethod> {
  state.customers.require(path.customer);
  return listObject(state.paymentMethods, query, {
    url: `/v1/customers/${path.customer}/payment_methods`,
    wire: wirePaymentMethod,
    where: { field: "customer", value: path.customer },
    filter: matching(query),
  });
}

function retrieveOfCustomer({ path, state }: Op<object, "customer" | "payment_method">): Stripe.PaymentMethod {
  state.customers.require(path.customer);
  const method = state.paymentMethods.get(path.payment_method);
  // Another customer's method is answered like one that is not there.
  if (method?.customer !== path.customer)
    throw resourceMissing("PaymentMethod", "payment_method")(path.payment_method, null);
  return wirePaymentMethod(method);
}

function matching({ type, allow_redisplay }: ListCustomerPaymentMethods): (method: PaymentMethod) => boolean {
  return (method) =>
    (type === undefined || method.type === type) &&
    (allow_redisplay === undefined || method.allow_redisplay === allow_redisplay);
}
