import * as v from "valibot";

type Fields<Entries extends v.ObjectEntries, Names extends keyof Entries> = {
  readonly [Name in keyof Entries]: Name extends Names
    ? Entries[Name]
    : v.ExactOptionalSchema<Entries[Name], undefined>;
};

/**
 * The body of a request. Only the named fields must be there: `fields(assetFields, ["title"])` for POST and PUT,
 * `fields(assetFields)` for PATCH. Other fields of the body are ignored, read-only ones among them, as iconik does:
 * clients send back what they have read.
 */
export function fields<Entries extends v.ObjectEntries, const Names extends keyof Entries = never>(
  entries: Entries,
  required: readonly Names[] = [],
): v.ObjectSchema<Fields<Entries, Names>, undefined> {
  const must = new Set<keyof Entries>(required);
  const schemas = Object.entries(entries).map(([name, schema]) => [
    name,
    must.has(name) ? schema : v.exactOptional(schema),
  ]);
  return v.object(Object.fromEntries(schemas) as Fields<Entries, Names>);
}

/** What a schema lets through, as an entity keeps it. */
export type Values<Schema extends v.GenericSchema> = {
  readonly [Name in keyof v.InferOutput<Schema>]: Kept<v.InferOutput<Schema>[Name]>;
};

type Kept<Value> = Value extends readonly (infer Item)[] ? readonly Item[] : Value;
