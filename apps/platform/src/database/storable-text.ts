import * as v from "valibot";

/**
 * Whether PostgreSQL can hold a text as it is: `text` refuses U+0000, and `jsonb` also half of a surrogate pair.
 * Checked where text comes in, so that a caller's mistake is answered as one.
 */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** {@link isStorableText} as a schema. */
export const StorableText = v.pipe(
  v.string(),
  v.check(isStorableText, "must be well-formed Unicode without the character U+0000"),
);
