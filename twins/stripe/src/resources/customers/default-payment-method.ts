import { emitEvent } from "../../emit-event.ts";
import { invalidRequest } from "../../errors.ts";
import type { Op } from "../../types.ts";
import { type Customer, wireCustomer } from "./customer.ts";

const PARAM = "invoice_settings[default_payment_method]";

/** @throws VendorError where the default payment method is not one of the customer's */
export function requireOwnDefaultMethod({ state }: Op, { id, invoice_settings: settings }: Customer): void {
  const { default_payment_method: method } = settings;
  if (method === null || state.paymentMethods.get(method)?.customer === id) return;
  const message =
    `The customer does not have a payment method with the ID ${method}. ` +
    "The payment method must be attached to the customer.";
  throw invalidRequest({ code: "resource_missing", message, param: PARAM });
}

/** A payment method that leaves its customer is its default no longer. */
export function forgetDefaultMethod(op: Op, customer: string, method: string): void {
  const before = op.state.customers.get(customer);
  if (before?.invoice_settings.default_payment_method !== method) return;
  const settings = { ...before.invoice_settings, default_payment_method: null };
  const after = op.state.customers.update(customer, { invoice_settings: settings });
  emitEvent(op, "customer.updated", wireCustomer(after), wireCustomer(before));
}
