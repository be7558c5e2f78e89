import * as v from "valibot";
import { invalidField } from "../../errors.ts";
import { boolean, dateTime, email, integer, number, text, url } from "../../params/values.ts";
import type { FieldType } from "../metadata-fields/field.ts";
import type { ShownField } from "../metadata-views/view.ts";

const date = v.pipe(v.string("Not a valid date."), v.check(isDate, "Not a valid date."));

const TYPES: Readonly<Record<FieldType, v.GenericSchema>> = {
  integer: integer(),
  float: number,
  boolean,
  string: text,
  string_exact: text,
  text,
  date,
  datetime: dateTime,
  tag_cloud: text,
  url,
  drop_down: text,
  email,
};

/**
 * Reads one value as its field's type has it: numbers and booleans may come as text.
 * @throws VendorError 400 that names the field
 */
export function readValue(field: ShownField, value: unknown): unknown {
  const read = v.safeParse(TYPES[field.field_type], value);
  if (!read.success) throw invalidField(field.id, read.issues[0].message);
  checkRange(field, read.output);
  checkOption(field, read.output);
  return read.output;
}

/** Bounds hold where they leave room for a value: the vendor's own forms send 0 and 0 for "none". */
function checkRange({ id, min_value: min, max_value: max }: ShownField, value: unknown): void {
  if (typeof value !== "number" || ((min ?? 0) === 0 && (max ?? 0) === 0)) return;
  if (typeof min === "number" && value < min) throw invalidField(id, `Must be greater than or equal to ${min}.`);
  if (typeof max === "number" && value > max) throw invalidField(id, `Must be less than or equal to ${max}.`);
}

/** Options that come from an address are not known here, so any value passes. */
function checkOption({ id, field_type: type, options, source_url: source }: ShownField, value: unknown): void {
  if (type !== "drop_down" || typeof source === "string") return;
  if (!(options ?? []).some((option) => option.value === value)) throw invalidField(id, "Not a valid choice.");
}

function isDate(value: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}
