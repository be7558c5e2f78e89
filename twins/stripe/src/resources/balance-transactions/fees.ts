import { decimalsOf } from "../../amounts.ts";

/** What Stripe keeps of a card payment: a share and a fixed part in the smallest unit of the currency. */
interface Pricing {
  readonly basisPoints: number;
  readonly fixed: number;
}

/** Standard pricing of a US account. https://stripe.com/pricing */
const CARD_PRICING: Pricing = { basisPoints: 290, fixed: 30 };

/** The fee on a captured card payment, rounded half up, at most the payment itself. */
export function cardFee(amount: number, currency: string): number {
  const { basisPoints, fixed } = CARD_PRICING;
  const fixedHere = decimalsOf(currency) === 3 ? fixed * 10 : fixed;
  return Math.min(amount, Math.floor((amount * basisPoints + 5_000) / 10_000) + fixedHere);
}
