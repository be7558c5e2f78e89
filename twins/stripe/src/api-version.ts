import type { RequestFacts } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { invalidRequest } from "./errors.ts";

/** The version this twin models and every account's default: that of the `stripe` package it is typed by. */
export const API_VERSION_DEFAULT: Stripe.LatestApiVersion = "2026-10-28.endive";

/** A date, the name of its release, and the beta features that some SDK releases add. */
const VERSION = /^\d{4}-\d{2}-\d{2}(?:\.[a-z]+)?(?:; ?[a-z0-9_]+=v\d+)*$/;

/**
 * The version that `Stripe-Version` asks for. The twin answers every version in the shape of its own.
 * @throws VendorError where the header is no version
 */
export function apiVersionOf({ headers }: RequestFacts): string {
  const asked = headers["stripe-version"];
  if (asked === undefined || asked === "") return API_VERSION_DEFAULT;
  if (isApiVersion(asked)) return asked;
  throw invalidRequest({ message: `Invalid Stripe API version: ${asked}` });
}

export function isApiVersion(text: string): boolean {
  return VERSION.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10)));
}

/** The header that says in which version an answer is; a version that was refused is not repeated. */
export function apiVersionHeader({ headers }: RequestFacts): Readonly<Record<string, string>> {
  const asked = headers["stripe-version"] ?? "";
  return { "stripe-version": isApiVersion(asked) ? asked : API_VERSION_DEFAULT };
}
