import * as v from "valibot";
import { type Address, address, addressOf, clearable, hash, text } from "../../params/index.ts";

/** Whom a payment method belongs to, as Stripe shows it: every field, null where it is unknown. */
export interface BillingDetails {
  readonly address: Address;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly tax_id: string | null;
}

/** `billing_details[address][line1]`; an empty field is null. */
export function billingDetails() {
  return hash({
    address: v.optional(clearable(address())),
    email: v.optional(clearable(text())),
    name: v.optional(text()),
    phone: v.optional(text()),
    tax_id: v.optional(text()),
  });
}
export type BillingDetailsInput = v.InferOutput<ReturnType<typeof billingDetails>>;

const BLANK: BillingDetails = { address: addressOf({}), email: null, name: null, phone: null, tax_id: null };

/** Billing details after a change; of an address, too, only the fields given change. */
export function mergeBillingDetails(change: BillingDetailsInput | undefined, before = BLANK): BillingDetails {
  if (change === undefined) return before;
  const given = Object.entries(change.address ?? {}).filter(([, value]) => value !== undefined);
  return {
    address: change.address === null ? BLANK.address : { ...before.address, ...Object.fromEntries(given) },
    email: change.email === undefined ? before.email : change.email,
    name: change.name ?? before.name,
    phone: change.phone ?? before.phone,
    tax_id: change.tax_id ?? before.tax_id,
  };
}
