import * as v from "valibot";
import { text } from "./scalars.ts";

type Entries = v.ObjectEntries;

/** Every operation takes `expand[]`. */
const expandEntries = { expand: v.optional(list(text())) };

/** The parameters of an operation: these and `expand`, nothing else. */
export function params<const E extends Entries>(entries: E): v.StrictObjectSchema<E & typeof expandEntries, string> {
  return v.strictObject({ ...entries, ...expandEntries }, "Invalid object");
}

/** A nested map of parameters: `address[city]`. */
export function hash<const E extends Entries>(entries: E): v.StrictObjectSchema<E, string> {
  return v.strictObject(entries, "Invalid object");
}

/** A list: `images[]=…`. An empty list is written as an empty text. */
export function list<Item extends v.GenericSchema<unknown, unknown>>(
  item: Item,
  { max }: { readonly max?: number } = {},
): v.GenericSchema<unknown, v.InferOutput<Item>[]> {
  const items = v.array(item, "Invalid array");
  const bounded =
    max === undefined ? items : v.pipe(items, v.maxLength(max, `Array can have at most ${max} elements.`));
  return bounded as v.GenericSchema<unknown, v.InferOutput<Item>[]>;
}

/** A parameter that an empty text unsets: the output is then null. */
export function clearable<Schema extends v.GenericSchema<unknown, unknown>>(
  schema: Schema,
): v.GenericSchema<unknown, v.InferOutput<Schema> | null> {
  const cleared = v.pipe(
    v.literal(""),
    v.transform(() => null),
  );
  return v.lazy((raw) => (raw === "" ? cleared : schema)) as v.GenericSchema<unknown, v.InferOutput<Schema> | null>;
}
