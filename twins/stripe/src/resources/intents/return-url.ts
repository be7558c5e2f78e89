import type * as v from "valibot";
import { codec } from "../../params/index.ts";

/** Schemes that a browser would run instead of following. */
const UNSAFE_SCHEMES = ["javascript:", "data:", "vbscript:"];

/** Where a customer goes back to: a web page, or an app by its own scheme. */
export function returnUrl(): v.GenericSchema<unknown, string> {
  return codec((raw) => {
    if (raw === "") return { problem: "empty" };
    if (typeof raw !== "string" || !URL.canParse(raw)) return { problem: "url_invalid" };
    return UNSAFE_SCHEMES.includes(new URL(raw).protocol) ? { problem: "url_invalid" } : { value: raw };
  });
}

/** The address with parameters added to its query. */
export function withQuery(url: string, added: Readonly<Record<string, string>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(added)) target.searchParams.set(name, value);
  return target.href;
}

/** Why an intent with automatic payment methods cannot be confirmed without an address; begins after its name. */
export const RETURN_URL_MISSING =
  "is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might " +
  "redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept " +
  "redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and " +
  "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.";
