import * as v from "valibot";
import { announce } from "../../events.ts";
import { invalidField } from "../../errors.ts";
import { fields } from "../../params/fields.ts";
import { json, list, map, oneOf } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call } from "../../types.ts";
import { type FieldValue, type FieldValues, metadataId, type MetadataValues } from "./metadata-values.ts";
import type { ShownField } from "../metadata-views/view.ts";
import { readValue } from "./field-value.ts";
import type { Subject } from "./subject.ts";

const FieldChange = v.object({
  ...fields({ field_values: list(json) }).entries,
  mode: v.optional(oneOf(["append", "delete", "overwrite"]), "overwrite"),
});

/** New values by field. */
export const Changes = map(FieldChange);
export type Changes = v.InferOutput<typeof Changes>;
type FieldChange = v.InferOutput<typeof FieldChange>;

/**
 * Changes the fields that are named; the others stay. `known` are the fields that may be changed.
 * @throws VendorError 400 that names the first field whose change is not valid
 */
export function changeValues(
  call: Call,
  subject: Subject,
  known: readonly ShownField[],
  changes: Changes,
): MetadataValues {
  const id = metadataId(subject.object_type, subject.object_id);
  const before = call.state.metadataValues.get(id);
  const at = timestamp(call.now);
  const values = { ...before?.values };
  for (const [name, change] of Object.entries(changes)) {
    const field = known.find((candidate) => candidate.id === name);
    if (field === undefined) throw invalidField(name, "Unknown field.");
    if (field.read_only === true) throw invalidField(name, "Field is read only.");
    values[name] = { field_values: valuesAfter(field, values[name], change), date_created: at };
  }
  const { object_type, object_id } = subject;
  const after =
    before === undefined
      ? call.state.metadataValues.insert({ id, object_type, object_id, values, date_created: at, date_modified: at })
      : call.state.metadataValues.update(id, { values, date_modified: at });
  tell(call, subject, after, before === undefined ? "create" : "update");
  return after;
}

function valuesAfter(field: ShownField, before: FieldValues | undefined, change: FieldChange): readonly FieldValue[] {
  const given = (change.field_values ?? []).map((item) => ({ ...item, value: readValue(field, item["value"]) }));
  const kept = before?.field_values ?? [];
  const named = new Set<unknown>(given.map(({ value }) => value));
  const after =
    change.mode === "overwrite"
      ? given
      : [...kept.filter(({ value }) => !named.has(value)), ...(change.mode === "append" ? given : [])];
  if (after.length > 1 && field.multi !== true) throw invalidField(field.id, "Field does not allow multiple values.");
  if (after.length === 0 && field.required === true) throw invalidField(field.id, "Missing data for required field.");
  return after;
}

export function wireValues({ values, ...metadata }: MetadataValues, names: readonly string[] | null): object {
  const shown =
    names === null ? values : Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
  const { object_type, object_id, version_id, date_created, date_modified } = metadata;
  const version = version_id === undefined ? {} : { version_id };
  return { metadata_values: shown, object_type, object_id, ...version, date_created, date_modified };
}

function tell(call: Call, { owner }: Subject, metadata: MetadataValues, operation: "create" | "update"): void {
  const data = wireValues(metadata, null);
  announce(call, { event_type: owner.object_type, realm: "metadata", operation, object_id: owner.object_key, data });
}
