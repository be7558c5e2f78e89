import { emitEvent } from "../../emit-event.ts";
import { cardError, invalidRequest } from "../../errors.ts";
import { declineOf, declineProblem } from "../../test-cards/declines.ts";
import type { Op } from "../../types.ts";
import { forgetDefaultMethod } from "../customers/default-payment-method.ts";
import { verified } from "./checks.ts";
import { requirePaymentMethod } from "./creation.ts";
import { type PaymentMethod, wirePaymentMethod } from "./payment-method.ts";

/**
 * Attaches a payment method to a customer, as `POST …/attach` does; `param` names the method in the request, null in
 * its path. Without effect where it is attached to that customer already.
 * @throws VendorError where there is no such method, it belongs to another customer, or its issuer refuses
 */
export function attachPaymentMethod(op: Op, id: string, customer: string, param: string | null): PaymentMethod {
  const method = requirePaymentMethod(op, id, param);
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    const message = "The payment method you provided has already been attached to a customer.";
    throw invalidRequest({ message });
  }
  if (method.use === "spent") {
    const message =
      "This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, " +
      "and may not be used again.";
    throw invalidRequest({ message });
  }
  const { decline, refusesToBeSaved } = method.scenario;
  if (refusesToBeSaved && decline !== null) throw cardError(declineProblem(declineOf(decline)));
  return attach(op, method, customer);
}

/** Attaches what an intent has just used to its customer. */
export function attach(op: Op, method: PaymentMethod, customer: string): PaymentMethod {
  const attached = op.state.paymentMethods.update(method.id, { customer, card: verified(method) });
  emitEvent(op, "payment_method.attached", wirePaymentMethod(attached));
  return attached;
}

/** Takes a payment method from its customer; it cannot be used again. */
export function detach(op: Op, method: PaymentMethod): PaymentMethod {
  const detached = release(op, method);
  if (method.customer !== null) forgetDefaultMethod(op, method.customer, method.id);
  return detached;
}

function release(op: Op, method: PaymentMethod): PaymentMethod {
  const detached = op.state.paymentMethods.update(method.id, { customer: null, use: "spent" });
  emitEvent(op, "payment_method.detached", wirePaymentMethod(detached), wirePaymentMethod(method));
  return detached;
}

/** Takes all payment methods from a customer who is being deleted. */
export function detachAllPaymentMethods(op: Op, customer: string): void {
  for (const method of op.state.paymentMethods.by("customer", customer)) release(op, method);
}
