import * as v from "valibot";
import { boolean, clearable, hash, notModelled, oneOf, text } from "../../params/index.ts";
import { otherTypes } from "../payment-methods/payment-method-types.ts";

/** `payment_method_options.card` as the twin keeps and shows it. */
export interface CardOptions {
  readonly capture_method?: "manual";
  readonly network?: string;
  readonly request_extended_authorization?: string;
  readonly request_incremental_authorization?: string;
  readonly request_multicapture?: string;
  readonly request_overcapture?: string;
  readonly request_three_d_secure: string;
  readonly require_cvc_recollection?: boolean;
  readonly setup_future_usage?: "none" | "off_session" | "on_session";
}

export const CARD_OPTIONS_DEFAULT: CardOptions = { request_three_d_secure: "automatic" };

const ifAvailable = () => v.optional(oneOf(["if_available", "never"]));
const NETWORKS = [
  "amex",
  "cartes_bancaires",
  "diners",
  "discover",
  "eftpos_au",
  "girocard",
  "interac",
  "jcb",
  "link",
  "mastercard",
  "unionpay",
  "unknown",
  "visa",
] as const;

/** `payment_method_options[card][…]` of a payment intent. */
export function paymentMethodOptions() {
  const card = hash({
    capture_method: v.optional(clearable(oneOf(["manual"]))),
    cvc_token: v.optional(notModelled()),
    installments: v.optional(notModelled()),
    mandate_options: v.optional(notModelled()),
    moto: v.optional(boolean()),
    network: v.optional(oneOf(NETWORKS)),
    request_extended_authorization: ifAvailable(),
    request_incremental_authorization: ifAvailable(),
    request_multicapture: ifAvailable(),
    request_overcapture: ifAvailable(),
    request_three_d_secure: v.optional(oneOf(["any", "automatic", "challenge"])),
    require_cvc_recollection: v.optional(boolean()),
    setup_credential_usage: v.optional(notModelled()),
    setup_future_usage: v.optional(clearable(oneOf(["none", "off_session", "on_session"]))),
    statement_descriptor_suffix_kana: v.optional(notModelled()),
    statement_descriptor_suffix_kanji: v.optional(notModelled()),
    stored_credential_usage: v.optional(notModelled()),
    three_d_secure: v.optional(notModelled()),
  });
  const link = hash({ capture_method: v.optional(text()), setup_future_usage: v.optional(text()) });
  return hash({
    ...otherTypes(),
    card: v.optional(card),
    card_present: v.optional(notModelled()),
    link: v.optional(link),
  });
}
export type PaymentMethodOptions = v.InferOutput<ReturnType<typeof paymentMethodOptions>>;

/** Options after a change: what is given is set, what is given empty unset. */
export function mergeCardOptions(before: CardOptions, change: PaymentMethodOptions["card"]): CardOptions {
  const { moto: _once, ...kept } = change ?? {};
  const given = Object.entries(kept).filter(([, value]) => value !== undefined);
  const merged = Object.entries({ ...before, ...Object.fromEntries(given) });
  return Object.fromEntries(merged.filter(([, value]) => value !== null)) as unknown as CardOptions;
}
