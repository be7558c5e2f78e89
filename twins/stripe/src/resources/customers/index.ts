import { del, get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { depart } from "../../departed.ts";
import { emitEvent } from "../../emit-event.ts";
import { listObject } from "../../pagination.ts";
import { inRange, params } from "../../params/index.ts";
import { Search, searchObject } from "../../search/search.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { attachPaymentMethod, detachAllPaymentMethods } from "../payment-methods/attachment.ts";
import { changedFields, customerFields } from "./changes.ts";
import { type Customer, loadCustomer, wireCustomer, wireDeletedCustomer } from "./customer.ts";
import { requireOwnDefaultMethod } from "./default-payment-method.ts";
import { CreateCustomer, ListCustomers, UpdateCustomer } from "./params.ts";
import { customerSearch } from "./search.ts";

export const customer = resource<StripeTwin>("customer", {
  operations: {
    PostCustomers: post("/v1/customers", CreateCustomer, create),
    GetCustomers: get("/v1/customers", ListCustomers, list),
    GetCustomersSearch: get("/v1/customers/search", Search, search),
    GetCustomersCustomer: get("/v1/customers/:customer", params({}), retrieve),
    PostCustomersCustomer: post("/v1/customers/:customer", UpdateCustomer, update),
    DeleteCustomersCustomer: del("/v1/customers/:customer", params({}), remove),
  },
});

function create(op: Op<CreateCustomer>): Stripe.Customer {
  const made = op.state.customers.insert(customerFields(op));
  const wire = wireCustomer(made);
  emitEvent(op, "customer.created", wire);
  const { payment_method: method } = op.params;
  if (method !== undefined) attachPaymentMethod(op, method, made.id, "payment_method");
  requireOwnDefaultMethod(op, made);
  return wire;
}

function retrieve({ path, state }: Op<object, "customer">): Stripe.Customer | Stripe.DeletedCustomer {
  return loadCustomer(state, path.customer) ?? wireCustomer(state.customers.require(path.customer));
}

function list({ params: query, state }: Op<ListCustomers>): Stripe.ApiList<Stripe.Customer> {
  const { created, email } = query;
  return listObject(state.customers, query, {
    url: "/v1/customers",
    wire: wireCustomer,
    departed: state.departed,
    where: email === undefined ? undefined : { field: "email", value: email },
    filter: created === undefined ? undefined : (customer: Customer) => inRange(customer.created, created),
  });
}

function update(op: Op<UpdateCustomer, "customer">): Stripe.Customer {
  const before = op.state.customers.require(op.path.customer);
  const after = op.state.customers.update(before.id, changedFields(before, op));
  if (op.params.invoice_settings !== undefined) requireOwnDefaultMethod(op, after);
  const wire = wireCustomer(after);
  emitEvent(op, "customer.updated", wire, wireCustomer(before));
  return wire;
}

function remove(op: Op<object, "customer">): Stripe.DeletedCustomer {
  const gone = op.state.customers.require(op.path.customer);
  detachAllPaymentMethods(op, gone.id);
  depart(op.state.customers, op.state.departed, gone.id);
  emitEvent(op, "customer.deleted", wireCustomer(gone));
  return wireDeletedCustomer(gone.id);
}

function search(op: Op<Search>): Stripe.ApiSearchResult<Stripe.Customer> {
  return searchObject(op, op.state.customers, { url: "/v1/customers/search", wire: wireCustomer, ...customerSearch });
}
