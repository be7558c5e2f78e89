export type IndexKey = string | number | boolean | null | undefined;

/** Keys under which a field's value is found: a list under each of its members. */
export function indexKeys(value: unknown): readonly IndexKey[] {
  return Array.isArray(value) ? (value as readonly IndexKey[]) : [value as IndexKey];
}
