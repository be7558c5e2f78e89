import { invalidRequest, parameterMissing } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import { numberOfTestPaymentMethod } from "../../test-cards/names.ts";
import type { Op } from "../../types.ts";
import { mergeBillingDetails } from "./billing-details.ts";
import { readCard, readNamedCard, type ReadCard } from "./card.ts";
import type { PaymentMethodData } from "./params.ts";
import type { PaymentMethod } from "./payment-method.ts";

/**
 * Stores a new payment method; `prefix` leads to the details in the request, such as `payment_method_data`.
 * @throws VendorError where the details are no card's
 */
export function createPaymentMethod(op: Op, data: PaymentMethodData, prefix = ""): PaymentMethod {
  const { type = data.card === undefined ? undefined : "card", card } = data;
  if (type === undefined) throw parameterMissing(named("type", prefix));
  if (type !== "card") {
    const message = `The Stripe twin models payment methods of the type card, not ${type}.`;
    throw invalidRequest({ message, param: named("type", prefix) });
  }
  if (card === undefined) throw parameterMissing(named("card", prefix));
  const billing = mergeBillingDetails(data.billing_details);
  return store(op, readCard(card, billing, op.now), {
    allow_redisplay: data.allow_redisplay ?? "unspecified",
    billing_details: billing,
    metadata: mergeMetadata({}, data.metadata),
  });
}

/**
 * The payment method a request names. A documented name such as `pm_card_visa` stands for a new method each time.
 * `param` is null where the id stands in the path.
 * @throws VendorError where there is none
 */
export function requirePaymentMethod(op: Op, id: string, param: string | null): PaymentMethod {
  const number = numberOfTestPaymentMethod(id);
  if (number === undefined) return op.state.paymentMethods.require(id, param);
  const billing = mergeBillingDetails(undefined);
  return store(op, readNamedCard(number, billing, op.now), {
    allow_redisplay: "unspecified",
    billing_details: billing,
    metadata: {},
  });
}

type Described = Pick<PaymentMethod, "allow_redisplay" | "billing_details" | "metadata">;

function store({ state, now, account }: Op, { card, scenario }: ReadCard, described: Described): PaymentMethod {
  return state.paymentMethods.insert({
    created: Math.floor(now / 1_000),
    livemode: account.livemode,
    type: "card",
    customer: null,
    ...described,
    card,
    scenario,
    set_up_for_off_session: false,
    use: "fresh",
  });
}

function named(field: string, prefix: string): string {
  return prefix === "" ? field : `${prefix}[${field}]`;
}
