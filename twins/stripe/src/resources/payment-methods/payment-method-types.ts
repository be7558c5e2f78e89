import type Stripe from "stripe";
import * as v from "valibot";
import { notModelled } from "../../params/index.ts";

/** Types of payment method that Stripe has beside cards, and the twin not. */
const OTHER_TYPES = [
  "acss_debit",
  "affirm",
  "afterpay_clearpay",
  "alipay",
  "alma",
  "amazon_pay",
  "au_becs_debit",
  "bacs_debit",
  "bancontact",
  "billie",
  "bizum",
  "blik",
  "boleto",
  "cashapp",
  "crypto",
  "custom",
  "customer_balance",
  "eps",
  "fpx",
  "giropay",
  "grabpay",
  "ideal",
  "interac_present",
  "kakao_pay",
  "klarna",
  "konbini",
  "kr_card",
  "link",
  "mb_way",
  "mobilepay",
  "multibanco",
  "naver_pay",
  "nz_bank_account",
  "oxxo",
  "p24",
  "pay_by_bank",
  "payco",
  "paynow",
  "paypal",
  "paypay",
  "payto",
  "pix",
  "promptpay",
  "revolut_pay",
  "samsung_pay",
  "satispay",
  "scalapay",
  "sepa_debit",
  "sequra",
  "sofort",
  "sunbit",
  "swish",
  "twint",
  "upi",
  "us_bank_account",
  "wechat_pay",
  "zip",
] as const satisfies readonly Stripe.PaymentMethod.Type[];
export type OtherType = (typeof OTHER_TYPES)[number];

/** Every type that a request may name. */
export const PAYMENT_METHOD_TYPES = ["card", ...OTHER_TYPES] as const;

const refused = () => v.optional(notModelled());

/** Parameters named after the types that are not modelled; each is refused by its name. */
export function otherTypes(): Record<OtherType, ReturnType<typeof refused>> {
  return Object.fromEntries(OTHER_TYPES.map((type) => [type, refused()])) as ReturnType<typeof otherTypes>;
}
