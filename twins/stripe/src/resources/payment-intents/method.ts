import { invalidRequest } from "../../errors.ts";
import type { Op } from "../../types.ts";
import { checkUnused } from "../intents/method-use.ts";
import { createPaymentMethod, requirePaymentMethod } from "../payment-methods/creation.ts";
import type { PaymentMethodData } from "../payment-methods/params.ts";
import type { PaymentMethod } from "../payment-methods/payment-method.ts";
import { type PaymentIntent, wirePaymentIntent } from "./payment-intent.ts";
import { refusal } from "./refusals.ts";

interface Named {
  readonly payment_method?: string | null | undefined;
  readonly payment_method_data?: PaymentMethodData | undefined;
}

/** The method that a request names or describes; null where it does neither. */
export function methodInRequest(
  op: Op,
  { payment_method: id, payment_method_data: data }: Named,
): PaymentMethod | null {
  if (data !== undefined) return createPaymentMethod(op, data, "payment_method_data");
  return id === undefined || id === null ? null : requirePaymentMethod(op, id, "payment_method");
}

/** The method that confirming uses: the intent's own, else the customer's default. */
export function methodOfIntent({ state }: Op, intent: PaymentIntent): PaymentMethod | null {
  const customer = intent.customer === null ? undefined : state.customers.get(intent.customer);
  const id = intent.payment_method ?? customer?.invoice_settings.default_payment_method ?? null;
  return id === null ? null : (state.paymentMethods.get(id) ?? null);
}

/** @throws VendorError where the method is another customer's, or worn out, or of a type the intent does not take */
export function checkMethod(intent: PaymentIntent, method: PaymentMethod): void {
  checkOwner(intent, method);
  checkUnused(method, { payment_intent: wirePaymentIntent(intent) });
  if (intent.payment_method_types.includes(method.type)) return;
  const message =
    `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod ` +
    `with one of the following types: ${intent.payment_method_types.join(", ")}.`;
  throw refusal(intent, { code: "payment_intent_incompatible_payment_method", message, param: "payment_method" });
}

function checkOwner(intent: PaymentIntent, { id, customer }: PaymentMethod): void {
  if (customer === null || customer === intent.customer) return;
  if (intent.customer === null) {
    const message =
      `The \`payment_method\` parameter supplied ${id} belongs to the Customer ${customer}. Please include the ` +
      "Customer in the `customer` parameter on the PaymentIntent.";
    throw refusal(intent, { code: "parameter_missing", message, param: "source" });
  }
  const message =
    `The PaymentMethod ${id} does not belong to the Customer you supplied ${intent.customer}. Please use this ` +
    "PaymentMethod with the Customer that it belongs to instead.";
  throw refusal(intent, { message, param: "payment_method" });
}

/** @throws VendorError where the request names a method in two ways */
export function checkNamedOnce({ payment_method: id, payment_method_data: data }: Named): void {
  if (id === undefined || id === null || data === undefined) return;
  const message = "You may only specify one of these parameters: payment_method, payment_method_data.";
  throw invalidRequest({ code: "parameters_exclusive", message });
}
