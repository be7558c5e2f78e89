type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The fields that are given: a parameter that is absent changes nothing, one that is null unsets. */
export function definedFields<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
