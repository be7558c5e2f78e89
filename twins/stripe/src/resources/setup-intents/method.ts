import { invalidRequest } from "../../errors.ts";
import type { Op } from "../../types.ts";
import { checkUnused } from "../intents/method-use.ts";
import { createPaymentMethod, requirePaymentMethod } from "../payment-methods/creation.ts";
import type { PaymentMethodData } from "../payment-methods/params.ts";
import type { PaymentMethod } from "../payment-methods/payment-method.ts";

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

/** @throws VendorError where the method is another customer's, or worn out; `extra` joins the error */
export function checkMethod(intentCustomer: string | null, method: PaymentMethod, extra: object): void {
  const { id, customer } = method;
  if (customer !== null && customer !== intentCustomer) {
    const message =
      intentCustomer === null
        ? `The payment method supplied (${id}) belongs to the Customer ${customer}. Please include the Customer in the ` +
          "`customer` parameter on the SetupIntent."
        : `The PaymentMethod ${id} does not belong to the Customer you supplied ${intentCustomer}. Please use this ` +
          "PaymentMethod with the Customer that it belongs to instead.";
    throw invalidRequest({ message, param: "payment_method", ...extra });
  }
  checkUnused(method, extra);
}
