import type Stripe from "stripe";

type Decimal = ReturnType<(typeof Stripe)["Decimal"]["from"]>;

/** A type of the SDK as it is on the wire: the SDK turns the decimal strings of its own fields into `Decimal`. */
export type Wire<T> = {
  [Key in keyof T]: [Extract<T[Key], Decimal>] extends [never] ? T[Key] : Exclude<T[Key], Decimal> | string;
};
