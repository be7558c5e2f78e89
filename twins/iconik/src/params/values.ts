import * as v from "valibot";
import { instantOf, timestamp } from "../timestamps.ts";

/**
 * Values of request bodies. The sentences are those of marshmallow, which iconik's services validate with; like
 * marshmallow, numbers and booleans may come as text.
 */

export const text = v.string("Not a valid string.");
export const uuid = v.pipe(
  v.string("Not a valid UUID."),
  v.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "Not a valid UUID."),
);
export const email = v.pipe(
  v.string("Not a valid email address."),
  v.regex(/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/, "Not a valid email address."),
);
export const url = v.pipe(v.string("Not a valid URL."), v.url("Not a valid URL."));
export const boolean = v.pipe(
  v.union([v.boolean(), v.string(), v.number()], "Not a valid boolean."),
  v.rawTransform<string | number | boolean, boolean>(({ dataset, addIssue, NEVER }) => {
    const spelled = String(dataset.value).toLowerCase();
    if (["true", "t", "yes", "y", "on", "1"].includes(spelled)) return true;
    if (["false", "f", "no", "n", "off", "0"].includes(spelled)) return false;
    addIssue({ message: "Not a valid boolean." });
    return NEVER;
  }),
);
export const number = numeric("Not a valid number.", () => true);
/** An object of any content. */
export const json = v.custom<Readonly<Record<string, unknown>>>(isPlainObject, "Not a valid mapping type.");

/** A point in time, kept as iconik writes it. */
export const dateTime = v.pipe(
  v.string("Not a valid datetime."),
  v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
    const ms = instantOf(dataset.value);
    if (ms !== null) return timestamp(ms);
    addIssue({ message: "Not a valid datetime." });
    return NEVER;
  }),
);

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export function integer({ min, max }: Bounds = {}) {
  return v.pipe(
    numeric("Not a valid integer.", Number.isInteger),
    v.check((value) => min === undefined || value >= min, `Must be greater than or equal to ${min}.`),
    v.check((value) => max === undefined || value <= max, `Must be less than or equal to ${max}.`),
  );
}

export function oneOf<const Values extends readonly string[]>(values: Values) {
  return v.picklist(values, `Must be one of: ${values.join(", ")}.`);
}

export function list<Item extends v.GenericSchema>(item: Item) {
  return v.array(item, "Not a valid list.");
}

/** A map from names to values of one kind. */
export function map<Value extends v.GenericSchema>(value: Value) {
  return v.record(v.string(), value, "Not a valid mapping type.");
}

export const nullable = v.nullable;

function numeric(message: string, accepts: (value: number) => boolean) {
  return v.pipe(
    v.union([v.number(), v.string()], message),
    v.rawTransform<string | number, number>(({ dataset, addIssue, NEVER }) => {
      const { value } = dataset;
      const parsed = typeof value === "number" ? value : /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(value) ? Number(value) : NaN;
      if (Number.isFinite(parsed) && accepts(parsed)) return parsed;
      addIssue({ message });
      return NEVER;
    }),
  );
}

function isPlainObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
