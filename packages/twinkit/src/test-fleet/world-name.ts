import { createHash } from "node:crypto";

const PLAIN_NAME = /^[a-z0-9_]{1,48}$/;
const SLUG_CHARS_MAX = 48;
const HASH_CHARS = 8;

/**
 * A name for a test's world out of any text, such as the test's title: `a-z0-9_`, at most 57 characters. Different texts
 * have different names.
 */
export function worldNameOf(text: string): string {
  if (PLAIN_NAME.test(text)) return text;
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, SLUG_CHARS_MAX);
  return `${slug}_${createHash("sha256").update(text).digest("hex").slice(0, HASH_CHARS)}`;
}
