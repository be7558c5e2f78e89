/**
 * The values of a document's field, `files.storage_id` or `metadata.Camera`: lists are searched through, and what
 * follows `metadata.` is one name.
 */
export function valuesAt(document: object, name: string): readonly unknown[] {
  const [head, rest] = name.startsWith("metadata.") ? ["metadata", name.slice("metadata.".length)] : splitAtDot(name);
  const value = (document as Readonly<Record<string, unknown>>)[head];
  return rest === undefined ? flat(value) : flat(value).flatMap((inner) => inside(inner, head, rest));
}

function inside(value: unknown, head: string, rest: string): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return head === "metadata" ? flat((value as Readonly<Record<string, unknown>>)[rest]) : valuesAt(value, rest);
}

/** Values as the index keeps them: one by one, none for null. */
function flat(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.flatMap(flat) : [value];
}

/** All texts inside a field, at whatever depth. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(textsIn);
  return value === undefined || value === null ? [] : [String(value as string | number | boolean)];
}

function splitAtDot(name: string): readonly [string, string | undefined] {
  const dot = name.indexOf(".");
  return dot < 0 ? [name, undefined] : [name.slice(0, dot), name.slice(dot + 1)];
}
