import type Stripe from "stripe";
import { emitEvent } from "../../emit-event.ts";
import { invalidRequest, parametersExclusive, resourceMissing } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import type { Op } from "../../types.ts";
import { recordRefund } from "../balance-transactions/record.ts";
import { type Charge, wireCharge } from "../charges/charge.ts";
import { settled } from "../charges/settle.ts";
import { ASYNC_REFUND_MS, completeRefund, failRefund } from "./outcome.ts";
import type { CreateRefund } from "./params.ts";
import { type Refund, wireRefund } from "./refund.ts";
import { checkRefundable, refundAmount } from "./rules.ts";

export function createRefund(op: Op<CreateRefund>): Stripe.Refund {
  const { params, state, now } = op;
  const found = refundedCharge(op);
  checkRefundable(found);
  const amount = refundAmount(found, params.amount);
  // Money that was captured a moment ago is booked before it goes back.
  const charge = settled(op, found);
  const made = state.refunds.insert({
    created: Math.floor(now / 1_000),
    amount,
    balance_transaction: null,
    charge: charge.id,
    currency: charge.currency,
    customer: charge.customer,
    failure: null,
    metadata: mergeMetadata({}, params.metadata),
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: params.reason ?? null,
    status: charge.scenario.refunds === "start_pending" ? "pending" : "succeeded",
  });
  const returned = { refund: made.id, amount, currency: charge.currency, description: charge.description };
  const refund = state.refunds.update(made.id, { balance_transaction: recordRefund(op, returned).id });
  const wire = wireRefund(refund);
  emitEvent(op, "refund.created", wire);
  noteOnCharge(op, charge, refund);
  scheduleOutcome(op, charge, refund);
  return wire;
}

function refundedCharge({ params, state }: Op<CreateRefund>): Charge {
  const { charge, payment_intent: intent } = params;
  if (charge !== undefined && intent !== undefined) {
    throw parametersExclusive("You may only specify one of these parameters: charge, payment_intent.");
  }
  if (charge !== undefined) {
    const found = state.charges.get(charge);
    // Answered as if the id stood in the path.
    if (found === undefined) throw resourceMissing("charge")(charge, null);
    return found;
  }
  if (intent === undefined) {
    const message = "One of the following params should be provided for this request: payment_intent or charge.";
    throw invalidRequest({ message });
  }
  const { latest_charge: latest } = state.paymentIntents.require(intent, "payment_intent");
  const found = latest === null ? undefined : state.charges.get(latest);
  if (found !== undefined) return found;
  throw invalidRequest({ message: `This PaymentIntent (${intent}) does not have a successful charge to refund.` });
}

function noteOnCharge(op: Op, charge: Charge, { amount, reason }: Refund): void {
  const reported = reason === "fraudulent" ? { fraud_details: { user_report: "fraudulent" } } : {};
  const after = op.state.charges.update(charge.id, { amount_refunded: charge.amount_refunded + amount, ...reported });
  emitEvent(op, "charge.refunded", wireCharge(after), wireCharge(charge));
}

function scheduleOutcome({ schedule }: Op, { scenario }: Charge, { id }: Refund): void {
  if (scenario.refunds === "start_pending") schedule.after(ASYNC_REFUND_MS, completeRefund, { refund: id });
  if (scenario.refunds === "fail_later") schedule.after(ASYNC_REFUND_MS, failRefund, { refund: id });
}
