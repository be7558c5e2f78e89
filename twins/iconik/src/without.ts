/** A copy of an object without some of its fields: what is stored for the twin's own use is not shown. */
export function without<T extends object, Name extends keyof T>(object: T, ...names: readonly Name[]): Omit<T, Name> {
  const hidden = new Set<PropertyKey>(names);
  return Object.fromEntries(Object.entries(object).filter(([name]) => !hidden.has(name))) as Omit<T, Name>;
}
