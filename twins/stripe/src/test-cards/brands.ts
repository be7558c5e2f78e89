/** Card brands as Stripe writes them in `card.brand`. */
export type Brand = "amex" | "diners" | "discover" | "jcb" | "mastercard" | "unionpay" | "visa";

/** How a brand is shown on the older card objects of the Charges API. */
export const BRAND_TITLES: Readonly<Record<Brand, string>> = {
  amex: "American Express",
  diners: "Diners Club",
  discover: "Discover",
  jcb: "JCB",
  mastercard: "MasterCard",
  unionpay: "UnionPay",
  visa: "Visa",
};

/** Digits of the security code. */
export function cvcDigits(brand: Brand | null): readonly number[] {
  return brand === "amex" ? [3, 4] : [3];
}

/** Luhn's check (ISO/IEC 7812-1) over a text of digits. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const value = at % 2 === 1 ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
