import * as v from "valibot";
import { invalidRequest } from "./errors.ts";

/** Limits of metadata. https://docs.stripe.com/metadata */
export const METADATA_KEYS_MAX = 50;
export const METADATA_KEY_CHARS_MAX = 40;
export const METADATA_VALUE_CHARS_MAX = 500;

export type Metadata = Readonly<Record<string, string>>;
/** What a request asks for: null unsets all keys, an empty value unsets its key. */
export type MetadataChange = Readonly<Record<string, string>> | null;

/** The parameter `metadata`. */
export function metadata(): v.GenericSchema<unknown, MetadataChange> {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, MetadataChange>(({ dataset, addIssue, NEVER }) => {
      const raw = dataset.value;
      if (raw === "") return null;
      const problem = problemOf(raw);
      if (problem === null) return { ...(raw as Record<string, string>) };
      addIssue({ message: problem });
      return NEVER;
    }),
  );
}

function problemOf(raw: unknown): string | null {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return "Invalid object";
  for (const [key, value] of Object.entries(raw)) {
    if (key.length > METADATA_KEY_CHARS_MAX) {
      const limit = `Metadata keys can have up to ${METADATA_KEY_CHARS_MAX} characters`;
      return `${limit}, but you passed in a key that is ${key.length} characters. Invalid key: ${key}`;
    }
    if (typeof value !== "string") return `Invalid string: ${JSON.stringify(value)}`;
    if (value.length > METADATA_VALUE_CHARS_MAX) {
      const limit = `Metadata values can have up to ${METADATA_VALUE_CHARS_MAX} characters`;
      return `${limit}, but you passed in a value that is ${value.length} characters. Invalid value: ${value}`;
    }
  }
  return null;
}

/**
 * Metadata after a change: keys given are set, keys given empty are unset, other keys stay; null unsets all.
 * @throws VendorError where more than 50 keys would remain
 */
export function mergeMetadata(before: Metadata, change: MetadataChange | undefined): Metadata {
  if (change === undefined) return before;
  if (change === null) return {};
  const merged = Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== ""));
  const count = Object.keys(merged).length;
  if (count <= METADATA_KEYS_MAX) return merged;
  const message = `Metadata can have up to ${METADATA_KEYS_MAX} keys, but this object would have ${count}.`;
  throw invalidRequest({ message, param: "metadata" });
}
