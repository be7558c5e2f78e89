/**
 * A condition for the filters of a list: each filter given must name the field's value, or one of its values where the
 * field is a list. The filter `ids` is on the field `id`. Undefined where no filter is given.
 */
export function matching<E extends object, Name extends string>(
  params: Readonly<Partial<Record<Name, readonly string[]>>>,
  names: readonly Name[],
): ((entity: E) => boolean) | undefined {
  const wanted = names.flatMap((name) => {
    const values = params[name];
    return values === undefined ? [] : [{ field: name === "ids" ? "id" : name, values: new Set(values) }];
  });
  if (wanted.length === 0) return undefined;
  return (entity) =>
    wanted.every(({ field, values }) => valuesOf(entity, field).some((value) => values.has(String(value))));
}

function valuesOf(entity: object, field: string): readonly unknown[] {
  const value = (entity as Readonly<Record<string, unknown>>)[field];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
