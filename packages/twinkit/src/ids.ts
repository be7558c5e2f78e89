import type { Random } from "./random.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const HEX = "0123456789abcdef";

/** Makes identifiers in the vendor's form. The same seed gives the same sequence. */
export interface Ids {
  /** `prefix` and `length` base-62 characters, for example `ids.prefixed("re_", 24)`. */
  prefixed(prefix: string, length: number): string;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** `length` characters of an alphabet of the caller's choice. */
  text(length: number, alphabet: string): string;
  /** A version 4 UUID (RFC 9562 section 5.4). */
  uuid(): string;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
}

export function createIds(random: Random): Ids {
  const text = (length: number, alphabet: string): string => {
    let out = "";
    for (let at = 0; at < length; at += 1) out += alphabet[random.below(alphabet.length)];
    return out;
  };
  return {
    prefixed: (prefix, length) => prefix + text(length, BASE62),
    hex: (length) => text(length, HEX),
    text,
    uuid: () => {
      const variant = "89ab"[random.below(4)];
      return `${text(8, HEX)}-${text(4, HEX)}-4${text(3, HEX)}-${variant}${text(3, HEX)}-${text(12, HEX)}`;
    },
    below: (bound) => random.below(bound),
  };
}
