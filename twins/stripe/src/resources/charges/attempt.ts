import { emitEvent } from "../../emit-event.ts";
import type { Metadata } from "../../metadata.ts";
import type { Decline } from "../../test-cards/declines.ts";
import type { Op } from "../../types.ts";
import { verified } from "../payment-methods/checks.ts";
import type { PaymentMethod } from "../payment-methods/payment-method.ts";
import { AUTHORIZATION_SECONDS, cardDetails } from "./card-details.ts";
import { type Charge, type ChargeShipping, wireCharge } from "./charge.ts";
import { outcomeOf } from "./outcome.ts";
import { book, settleSoon } from "./settle.ts";

export interface ChargeRequest {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly livemode: boolean;
  readonly metadata: Metadata;
  readonly payment_intent: string | null;
  readonly receipt_email: string | null;
  readonly shipping: ChargeShipping | null;
  readonly source: Charge["source"];
  readonly statement_descriptor: string | null;
  readonly statement_descriptor_suffix: string | null;
  readonly transfer_group: string | null;
}

/** What is charged: a payment method, or the card of a token. */
export type ChargedMethod = Pick<PaymentMethod, "id" | "billing_details" | "card" | "scenario">;

export interface Attempt {
  readonly method: ChargedMethod;
  readonly decline: Decline | null;
  readonly capture: "now" | "soon" | "later";
  /** The holder authenticated, by 3-D Secure. */
  readonly authenticated: boolean;
}

/**
 * Charges a card: stores the charge, books its money where it is captured now, and tells `charge.succeeded` or
 * `charge.failed`. A declined charge is stored, too.
 */
export function attemptCharge(op: Op, request: ChargeRequest, attempt: Attempt): Charge {
  const { state, now, ids } = op;
  const { method, decline, capture } = attempt;
  const { amount } = request;
  const captured = decline === null && capture !== "later";
  const held = decline === null && capture === "later";
  const created = Math.floor(now / 1_000);
  const card = verified(method);
  const details = {
    amount,
    authorized: decline === null ? amount : null,
    captureBefore: held ? created + AUTHORIZATION_SECONDS : null,
    authenticated: attempt.authenticated,
  };
  const charge = state.charges.insert({
    ...request,
    created,
    amount_captured: captured ? amount : 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: method.billing_details,
    captured,
    failure: decline === null ? null : { code: decline.code, message: decline.message },
    fraud_details: decline?.blocked === undefined ? {} : { stripe_report: "fraudulent" },
    outcome: outcomeOf(method.scenario, decline, ids),
    payment_method: request.source?.id ?? method.id,
    payment_method_card: cardDetails(card, details, ids),
    scenario: method.scenario,
    released: false,
  });
  const stored = captured && capture === "now" ? book(op, charge) : charge;
  emitEvent(op, decline === null ? "charge.succeeded" : "charge.failed", wireCharge(stored));
  if (captured && capture === "soon") settleSoon(op, stored);
  return stored;
}
