import type { VendorError } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { cardError, invalidRequest, parameterMissing, resourceMissing } from "../../errors.ts";
import { checkChargeAmount } from "../../amounts.ts";
import { mergeMetadata } from "../../metadata.ts";
import { type Decline, declineOf, declineProblem } from "../../test-cards/declines.ts";
import { numberOfTestToken } from "../../test-cards/names.ts";
import type { CardScenario } from "../../test-cards/scenario.ts";
import type { Op } from "../../types.ts";
import { mergeBillingDetails } from "../payment-methods/billing-details.ts";
import { readNamedCard } from "../payment-methods/card.ts";
import { verified } from "../payment-methods/checks.ts";
import { attemptCharge } from "./attempt.ts";
import { expireLater } from "./capture.ts";
import { type Charge, wireCharge } from "./charge.ts";
import { legacyCard } from "./legacy-card.ts";
import { chargeShippingOf, type CreateCharge } from "./params.ts";

const ID_CHARS = 23;

/** A charge without a payment intent, from a test token. https://docs.stripe.com/api/charges/create */
export function createCharge(op: Op<CreateCharge>): Stripe.Charge | VendorError {
  const { params, ids, now } = op;
  const { amount, currency, source, customer } = params;
  if (amount === undefined) throw parameterMissing("amount");
  if (currency === undefined) throw parameterMissing("currency");
  checkChargeAmount(amount, currency);
  if (customer !== undefined) throw withoutSavedCard(op, customer, source);
  if (source === undefined) {
    throw invalidRequest({ code: "parameter_missing", message: "Must provide source or customer." });
  }
  const number = numberOfTestToken(source);
  if (number === undefined) throw resourceMissing("token")(source, "source");
  const billing = mergeBillingDetails(undefined);
  const { card, scenario } = readNamedCard(number, billing, now);
  const id = ids.prefixed("card_1", ID_CHARS);
  const decline = declineWithoutHolder(scenario);
  const charge = attemptCharge(
    op,
    requested(op, amount, currency, legacyCard(id, verified({ card, scenario }), billing)),
    {
      method: { id, billing_details: billing, card, scenario },
      decline,
      capture: params.capture === false ? "later" : "now",
      authenticated: false,
    },
  );
  if (decline !== null) return cardError({ ...declineProblem(decline), charge: charge.id });
  if (!charge.captured) expireLater(op, charge);
  return wireCharge(charge);
}

/** The Charges API cannot ask the holder to authenticate. */
function declineWithoutHolder({ authentication, decline }: CardScenario): Decline | null {
  if (authentication === "always" || authentication === "unless_set_up") return declineOf("authentication_required");
  return decline === null ? null : declineOf(decline);
}

function requested({ params, account }: Op<CreateCharge>, amount: number, currency: string, source: Charge["source"]) {
  return {
    amount,
    currency,
    customer: null,
    description: params.description ?? null,
    livemode: account.livemode,
    metadata: mergeMetadata({}, params.metadata),
    payment_intent: null,
    receipt_email: params.receipt_email ?? null,
    shipping: params.shipping ? chargeShippingOf(params.shipping) : null,
    source,
    statement_descriptor: params.statement_descriptor ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    transfer_group: params.transfer_group ?? null,
  };
}

/** Customers of the twin have payment methods, not the older saved cards. */
function withoutSavedCard({ state }: Op, id: string, source: string | undefined): VendorError {
  const customer = state.customers.require(id, "customer");
  if (source !== undefined) {
    const message = `Customer ${customer.id} does not have card with ID ${source}`;
    return cardError({ code: "missing", message, param: "card" });
  }
  const message =
    state.paymentMethods.by("customer", customer.id).length > 0
      ? "This Customer doesn't have any legacy saved payment details, but does have a Payment Method attached. " +
        "Use a Payment Intent instead of creating a Charge: " +
        "https://stripe.com/docs/payments/payment-intents/migration"
      : "This Customer doesn't have any saved payment details. Attach a legacy Token, Card, Bank Account, or Source " +
        "to this Customer and then try this request again, or use Payment Intents and Payment Methods instead.";
  return cardError({ code: "missing", message, param: "card" });
}
