import { createHash } from "node:crypto";
import { cardError, invalidRequest, parameterMissing } from "../../errors.ts";
import { cvcDigits, passesLuhn } from "../../test-cards/brands.ts";
import { testCard, type TestCard } from "../../test-cards/cards.ts";
import { declineOf, declineProblem } from "../../test-cards/declines.ts";
import { numberOfTestToken } from "../../test-cards/names.ts";
import type { CardScenario } from "../../test-cards/scenario.ts";
import type { BillingDetails } from "./billing-details.ts";
import type { CardInput } from "./params.ts";
import type { StoredCard } from "./payment-method.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const FINGERPRINT_CHARS = 16;
const LAST_CHARS = 4;
/** How long after now a test token's card expires, in years. */
const TOKEN_YEARS_LEFT = 1;
/** Longest time until a card expires, in years. */
const YEARS_LEFT_MAX = 50;

export interface ReadCard {
  readonly card: StoredCard;
  readonly scenario: CardScenario;
}

/**
 * Reads `card[number]` and its companions, or `card[token]`. Nothing that is returned contains the number.
 * @throws VendorError 402 where the details cannot be a card's, or are no test card's
 */
export function readCard(input: CardInput, billing: BillingDetails, now: number): ReadCard {
  if (input.token !== undefined) return readToken(input.token, billing, now);
  if (input.number === undefined) throw parameterMissing("card[number]");
  if (input.exp_month === undefined) throw parameterMissing("card[exp_month]");
  if (input.exp_year === undefined) throw parameterMissing("card[exp_year]");
  const number = input.number.replaceAll(/[ -]/g, "");
  const year = input.exp_year < 100 ? 2_000 + input.exp_year : input.exp_year;
  const known = checkedNumber(number);
  checkExpiry(input.exp_month, year, now);
  checkCvc(input.cvc, known);
  const expiry = { exp_month: input.exp_month, exp_year: year };
  return readTestCard(number, known, {
    expiry,
    billing,
    hasCvc: input.cvc !== undefined,
    preferredNetwork: input.networks?.preferred ?? null,
  });
}

/** The card behind a documented name such as `pm_card_visa`. */
export function readNamedCard(number: string, billing: BillingDetails, now: number): ReadCard {
  const date = new Date(now);
  const expiry = { exp_month: date.getUTCMonth() + 1, exp_year: date.getUTCFullYear() + TOKEN_YEARS_LEFT };
  return readTestCard(number, checkedNumber(number), { expiry, billing, hasCvc: true, preferredNetwork: null });
}

function readToken(token: string, billing: BillingDetails, now: number): ReadCard {
  const number = numberOfTestToken(token);
  if (number !== undefined) return readNamedCard(number, billing, now);
  throw invalidRequest({ message: `Invalid token id: ${token}`, param: "token" });
}

function checkedNumber(number: string): TestCard {
  const known = testCard(number);
  if (known !== undefined) return known;
  if (!/^\d{12,19}$/.test(number)) {
    const message = "The card number is not a valid credit card number.";
    throw cardError({ code: "invalid_number", message, param: "number" });
  }
  if (!passesLuhn(number)) {
    throw cardError({ code: "incorrect_number", message: "Your card number is incorrect.", param: "number" });
  }
  throw cardError(declineProblem(declineOf("test_mode_live_card")));
}

function checkExpiry(month: number, year: number, now: number): void {
  const date = new Date(now);
  const [thisYear, thisMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  if (year < thisYear || year > thisYear + YEARS_LEFT_MAX) {
    const message = "Your card's expiration year is invalid.";
    throw cardError({ code: "invalid_expiry_year", message, param: "exp_year" });
  }
  if (month < 1 || month > 12 || (year === thisYear && month < thisMonth)) {
    const message = "Your card's expiration month is invalid.";
    throw cardError({ code: "invalid_expiry_month", message, param: "exp_month" });
  }
}

function checkCvc(cvc: string | undefined, { brand }: TestCard): void {
  if (cvc === undefined || (/^\d+$/.test(cvc) && cvcDigits(brand).includes(cvc.length))) return;
  throw cardError({ code: "invalid_cvc", message: "Your card's security code is invalid.", param: "cvc" });
}

interface Given {
  readonly expiry: { readonly exp_month: number; readonly exp_year: number };
  readonly billing: BillingDetails;
  readonly hasCvc: boolean;
  readonly preferredNetwork: string | null;
}

function readTestCard(number: string, { brand, country, funding, scenario }: TestCard, given: Given): ReadCard {
  const { address } = given.billing;
  const card: StoredCard = {
    brand,
    checks: {
      address_line1_check: address.line1 === null ? null : "unchecked",
      address_postal_code_check: address.postal_code === null ? null : "unchecked",
      cvc_check: given.hasCvc ? "unchecked" : null,
    },
    country,
    ...given.expiry,
    fingerprint: fingerprintOf(number),
    funding,
    last4: number.slice(-LAST_CHARS),
    preferred_network: given.preferredNetwork,
  };
  return { card, scenario };
}

/** The same for the same number, whoever uses it. */
export function fingerprintOf(number: string): string {
  const digest = createHash("sha256").update(`stripe-card-fingerprint:${number}`).digest();
  return [...digest.subarray(0, FINGERPRINT_CHARS)].map((byte) => BASE62[byte % BASE62.length]).join("");
}
