import { invalidRequest } from "./errors.ts";

/** Currencies whose smallest unit is the whole one. https://docs.stripe.com/currencies#zero-decimal */
const ZERO_DECIMAL = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
/** Currencies with a thousand smallest units. https://docs.stripe.com/currencies#three-decimal */
const THREE_DECIMAL = new Set("bhd jod kwd omr tnd".split(" "));

/** Smallest charge by currency, in the smallest unit. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const CHARGE_MIN: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1_500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17_500,
  inr: 50,
  jpy: 50,
  mxn: 1_000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1_000,
};
/** Where the documentation names no smallest charge. */
const CHARGE_MIN_DEFAULT = 1;
/** Eight digits. */
export const CHARGE_MAX = 99_999_999;

export function decimalsOf(currency: string): number {
  if (ZERO_DECIMAL.has(currency)) return 0;
  return THREE_DECIMAL.has(currency) ? 3 : 2;
}

/** `$1,234.50`, as Stripe's messages show an amount. */
export function formatAmount(amount: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const format = new Intl.NumberFormat("en-US", {
    ...options,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return format.format(amount / 10 ** decimals);
}

/** @throws VendorError where Stripe would not charge this amount */
export function checkChargeAmount(amount: number, currency: string): void {
  if (amount <= 0) {
    throw invalidRequest({ code: "parameter_invalid_integer", message: BELOW_ANY_MINIMUM, param: "amount" });
  }
  const least = CHARGE_MIN[currency] ?? CHARGE_MIN_DEFAULT;
  if (amount < least) {
    const message = `Amount must be at least ${formatAmount(least, currency)} ${currency}`;
    throw invalidRequest({ code: "amount_too_small", message, param: "amount" });
  }
  if (amount > CHARGE_MAX) {
    const message = `Amount must be no more than ${formatAmount(CHARGE_MAX, currency)}`;
    throw invalidRequest({ code: "amount_too_large", message, param: "amount" });
  }
}

const BELOW_ANY_MINIMUM =
  "The amount must be greater than or equal to the minimum charge amount allowed for your account and the currency " +
  "set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a Payment Method " +
  "for future use without an immediate payment, use a Setup Intent instead: " +
  "https://docs.stripe.com/payments/setup-intents";
