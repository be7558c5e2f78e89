import type { Random } from "./random.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const HEX = "0123456789abcdef";

/** Makes identifiers in the vendor's form. The same seed gives the same sequence. */
export interface Ids {
  /** `prefix` (Latin-1) and `length` base-62 characters, for example `ids.prefixed("re_", 24)`. */
  prefixed(prefix: string, length: number): string;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** `length` characters of an alphabet of the caller's choice, all of them Latin-1. */
  text(length: number, alphabet: string): string;
  /** A version 4 UUID (RFC 9562 section 5.4). */
  uuid(): string;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
}

export function createIds(random: Random): Ids {
  /** One flat string: pieces that are added up stay a tree of pieces in memory, and ids are kept by the million. */
  const text = (length: number, alphabet: string, prefix = ""): string => {
    const bytes = Buffer.allocUnsafe(prefix.length + length);
    bytes.write(prefix, "latin1");
    for (let at = prefix.length; at < bytes.length; at += 1) {
      bytes[at] = alphabet.charCodeAt(random.below(alphabet.length));
    }
    return bytes.toString("latin1");
  };
  return {
    prefixed: (prefix, length) => text(length, BASE62, prefix),
    hex: (length) => text(length, HEX),
    text: (length, alphabet) => text(length, alphabet),
    uuid: () => {
      const variant = "89ab"[random.below(4)];
      return `${text(8, HEX)}-${text(4, HEX)}-4${text(3, HEX)}-${variant}${text(3, HEX)}-${text(12, HEX)}`;
    },
    below: (bound) => random.below(bound),
  };
}
