import * as v from "valibot";
import { invalidRequest, parametersExclusive } from "../../errors.ts";
import { boolean, clearable, hash, list, oneOf } from "../../params/index.ts";
import { PAYMENT_METHOD_TYPES } from "../payment-methods/payment-method-types.ts";

/** Types that the account has switched on, and all that automatic selection chooses from. */
const ENABLED_TYPES: readonly string[] = ["card", "link"];
/** The version that took `payment_method_types` away from requests. https://docs.stripe.com/changelog/endive */
const WITHOUT_TYPES_SINCE = "2026-09-30";
/** The configuration behind automatic payment methods. */
export const METHOD_CONFIGURATION = "pmc_1WonderTwinDefaultMethods";

export interface AutomaticMethods {
  readonly allow_redirects: "always" | "never";
  readonly enabled: true;
}

/** Which payment methods an intent takes. */
export interface MethodTypes {
  readonly allowed_payment_method_types: readonly string[] | null;
  readonly automatic_payment_methods: AutomaticMethods | null;
  readonly excluded_payment_method_types: readonly string[] | null;
  readonly payment_method_types: readonly string[];
}

const types = () => list(oneOf([...PAYMENT_METHOD_TYPES, "card_present"]));

/** The parameters that choose payment methods. */
export function methodTypeParams() {
  return {
    allowed_payment_method_types: v.optional(types()),
    automatic_payment_methods: v.optional(
      hash({ allow_redirects: v.optional(oneOf(["always", "never"])), enabled: boolean() }),
    ),
    excluded_payment_method_types: v.optional(clearable(types())),
    payment_method_types: v.optional(types()),
  };
}

export interface MethodTypesInput {
  readonly allowed_payment_method_types?: readonly string[] | undefined;
  readonly automatic_payment_methods?:
    | { readonly allow_redirects?: "always" | "never" | undefined; readonly enabled: boolean }
    | undefined;
  readonly excluded_payment_method_types?: readonly string[] | null | undefined;
  readonly payment_method_types?: readonly string[] | undefined;
}

const CHOOSERS = ["allowed_payment_method_types", "automatic_payment_methods", "payment_method_types"] as const;

/**
 * What an intent takes by its request; null where the request says nothing of it.
 * @throws VendorError where the parameters exclude each other, or the API version has one of them no more
 */
export function chosenMethodTypes(input: MethodTypesInput, apiVersion: string): MethodTypes | null {
  const given = CHOOSERS.filter((name) => input[name] !== undefined);
  if (given.length > 1) throw parametersExclusive(`You may only specify one of these parameters: ${given.join(", ")}.`);
  const { allowed_payment_method_types: allowed, automatic_payment_methods: automatic } = input;
  const excluded = input.excluded_payment_method_types ?? null;
  if (input.payment_method_types !== undefined) {
    refuseSince(apiVersion);
    return { ...NONE, payment_method_types: nonEmpty(input.payment_method_types) };
  }
  if (allowed !== undefined) {
    const compatible = ENABLED_TYPES.filter((type) => allowed.includes(type));
    return { ...NONE, allowed_payment_method_types: allowed, payment_method_types: nonEmpty(compatible) };
  }
  if (automatic?.enabled === false) return { ...NONE, payment_method_types: ["card"] };
  if (automatic === undefined && input.excluded_payment_method_types === undefined) return null;
  return automaticTypes(automatic?.allow_redirects ?? "always", excluded);
}

/** What an intent takes whose request says nothing of it. */
export function automaticTypes(
  allowRedirects: AutomaticMethods["allow_redirects"] = "always",
  excluded: readonly string[] | null = null,
): MethodTypes {
  return {
    allowed_payment_method_types: null,
    automatic_payment_methods: { allow_redirects: allowRedirects, enabled: true },
    excluded_payment_method_types: excluded,
    payment_method_types: nonEmpty(ENABLED_TYPES.filter((type) => excluded?.includes(type) !== true)),
  };
}

/** Confirming needs a page to return to where a method might lead the customer away. */
export function needsReturnUrl({ automatic_payment_methods: automatic }: MethodTypes): boolean {
  return automatic?.allow_redirects === "always";
}

const NONE = {
  allowed_payment_method_types: null,
  automatic_payment_methods: null,
  excluded_payment_method_types: null,
};

function refuseSince(apiVersion: string): void {
  if (apiVersion < WITHOUT_TYPES_SINCE) return;
  const message =
    "`payment_method_types` is no longer supported on this API version. Use `allowed_payment_method_types` or " +
    "`automatic_payment_methods` instead.";
  throw invalidRequest({
    code: "payment_method_types_no_longer_supported",
    message,
    param: "payment_method_types",
  });
}

function nonEmpty(chosen: readonly string[]): readonly string[] {
  if (chosen.length > 0) return chosen;
  const message =
    "No valid payment method types for this Payment Intent. Please ensure that you have activated payment methods " +
    "compatible with your chosen currency in your dashboard " +
    "(https://dashboard.stripe.com/settings/payment_methods) or specify payment_method_types.";
  throw invalidRequest({ message });
}
