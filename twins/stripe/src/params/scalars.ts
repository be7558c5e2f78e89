import type * as v from "valibot";
import { isCurrency, unsupportedCurrency } from "../currencies.ts";
import { codec, type Read, shown } from "./codec.ts";

/** Longest text of a parameter that documents no other bound, in characters. */
export const TEXT_CHARS_MAX = 5_000;

/** Text, not empty. */
export function text(maxChars = TEXT_CHARS_MAX): v.GenericSchema<unknown, string> {
  return codec((raw) => {
    if (typeof raw !== "string") return { problem: `Invalid string: ${shown(raw)}` };
    if (raw === "") return { problem: "empty" };
    if (raw.length > maxChars) {
      return {
        problem: `Invalid string: ${raw.slice(0, 5)}...${raw.slice(-5)}; must be at most ${maxChars} characters`,
      };
    }
    return { value: raw };
  });
}

export interface IntegerBounds {
  readonly min?: number;
  readonly max?: number;
}

/** A whole number, written in decimal digits. */
export function integer({ min, max }: IntegerBounds = {}): v.GenericSchema<unknown, number> {
  return codec((raw) => {
    if (raw === "") return { problem: "empty" };
    const value = typeof raw === "number" ? raw : typeof raw === "string" && /^-?\d+$/.test(raw) ? Number(raw) : NaN;
    if (!Number.isSafeInteger(value)) return { problem: `integer:Invalid integer: ${shown(raw)}` };
    if (min !== undefined && value < min) {
      return { problem: `integer:This value must be greater than or equal to ${min}.` };
    }
    if (max !== undefined && value > max)
      return {
        problem: `integer:This value must be less than or equal to ${max} (it currently is '${value}').`,
      };
    return { value };
  });
}

/** An amount in the smallest unit of its currency, at least 1. */
export function amount(): v.GenericSchema<unknown, number> {
  return integer({ min: 1 });
}

/** A number with at most 12 decimal places, kept as the text it came as. */
export function decimal(): v.GenericSchema<unknown, string> {
  return codec((raw) => {
    if (raw === "") return { problem: "empty" };
    if (typeof raw === "string" && /^-?\d+(?:\.\d{1,12})?$/.test(raw)) return { value: raw };
    return { problem: `Invalid decimal: ${shown(raw)}; must contain at maximum 12 decimal places.` };
  });
}

/** A number with decimals. */
export function float(): v.GenericSchema<unknown, number> {
  return codec((raw) => {
    if (raw === "") return { problem: "empty" };
    if (typeof raw === "string" && /^-?\d+(?:\.\d+)?$/.test(raw)) return { value: Number(raw) };
    return { problem: `Invalid decimal: ${shown(raw)}` };
  });
}

/** `true` or `false`. */
export function boolean(): v.GenericSchema<unknown, boolean> {
  return codec((raw): Read<boolean> => {
    if (raw === "true" || raw === true) return { value: true };
    if (raw === "false" || raw === false) return { value: false };
    return { problem: raw === "" ? "empty" : `Invalid boolean: ${shown(raw)}` };
  });
}

/** One of a closed set of words. */
export function oneOf<const Word extends string>(words: readonly Word[]): v.GenericSchema<unknown, Word> {
  return codec((raw) => {
    const word = words.find((candidate) => candidate === raw);
    if (word !== undefined) return { value: word };
    return { problem: raw === "" ? "empty" : `Invalid {param}: must be one of ${enumerated(words)}` };
  });
}

/** A three-letter code of a currency that Stripe supports; lower-cased. */
export function currency(): v.GenericSchema<unknown, string> {
  return codec((raw) => {
    if (raw === "") return { problem: "empty" };
    const code = typeof raw === "string" ? raw.toLowerCase() : "";
    if (isCurrency(code)) return { value: code };
    return { problem: unsupportedCurrency(shown(raw)) };
  });
}

const NOT_A_URL = "Not a valid URL";
const NO_SCHEME = "Invalid URL: An explicit scheme (such as https) must be provided.";

/** A web address with its scheme. */
export function url(): v.GenericSchema<unknown, string> {
  return codec((raw) => {
    if (raw === "") return { problem: "empty" };
    if (typeof raw === "string" && /^https?:\/\/[^\s/]/i.test(raw) && URL.canParse(raw)) return { value: raw };
    const sentence = typeof raw === "string" && /^[a-z][a-z0-9+.-]*:/i.test(raw) ? NOT_A_URL : NO_SCHEME;
    return { problem: `url:${sentence}` };
  });
}

/** An e-mail address: something at a host. */
export function email(maxChars = TEXT_CHARS_MAX): v.GenericSchema<unknown, string> {
  return codec((raw) => {
    if (raw === "") return { problem: "empty" };
    if (typeof raw === "string" && raw.length <= maxChars && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/.test(raw)) {
      return { value: raw };
    }
    return { problem: `email:Invalid email address: ${shown(raw)}` };
  });
}

function enumerated(words: readonly string[]): string {
  if (words.length <= 2) return words.join(" or ");
  return `${words.slice(0, -1).join(", ")}, or ${words.at(-1) ?? ""}`;
}
