import type { Check, PaymentMethod, StoredCard } from "./payment-method.ts";

/** The card after its issuer was asked: what was unchecked has passed or failed as the test card says. */
export function verified({ card, scenario }: Pick<PaymentMethod, "card" | "scenario">): StoredCard {
  const { checks } = card;
  const found = (check: Check, result: Check): Check => (check === "unchecked" ? result : check);
  return {
    ...card,
    checks: {
      address_line1_check: found(checks.address_line1_check, scenario.checks.line1),
      address_postal_code_check: found(checks.address_postal_code_check, scenario.checks.postalCode),
      cvc_check: found(checks.cvc_check, scenario.checks.cvc),
    },
  };
}
