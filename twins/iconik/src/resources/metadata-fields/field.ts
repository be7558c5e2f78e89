import { collection } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, list, nullable, number, oneOf, text, url } from "../../params/values.ts";
import { without } from "../../without.ts";

/** In the order in which iconik names them where it refuses another. */
export const FIELD_TYPES = [
  "integer",
  "float",
  "boolean",
  "string",
  "string_exact",
  "text",
  "date",
  "datetime",
  "tag_cloud",
  "url",
  "drop_down",
  "email",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

const required = v.pipe(text, v.nonEmpty("Shorter than minimum length 1."));
export const options = list(fields({ label: text, value: text }));

/** What a view may set otherwise than the field does. */
export const viewableFields = {
  auto_set: nullable(boolean),
  hide_if_not_set: nullable(boolean),
  options: nullable(options),
  read_only: nullable(boolean),
  required: nullable(boolean),
  source_url: nullable(url),
};

const definition = {
  ...viewableFields,
  description: nullable(text),
  external_id: nullable(text),
  field_type: oneOf(FIELD_TYPES),
  is_block_field: boolean,
  is_warning_field: boolean,
  label: required,
  max_value: nullable(number),
  min_value: nullable(number),
  multi: boolean,
  representative: boolean,
  sortable: boolean,
  use_as_facet: boolean,
};

export const NewField = fields({ ...definition, name: required }, ["field_type", "label", "name"]);
export const FieldInput = fields(definition, ["field_type", "label"]);
export const FieldPatch = fields(definition);
export type FieldPatch = Values<typeof FieldPatch>;

/** What metadata may say about an object. Its id is its name. */
export interface MetadataField extends Omit<Values<typeof NewField>, "name"> {
  readonly id: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export const metadataFields = collection<MetadataField>({
  id: (ids) => ids.uuid(),
  missing: missing("Metadata field doesn't exist"),
});

const UNSET = {
  auto_set: false,
  description: "",
  hide_if_not_set: false,
  is_block_field: false,
  is_warning_field: false,
  max_value: 0,
  min_value: 0,
  multi: false,
  options: [],
  read_only: false,
  representative: false,
  required: false,
  sortable: false,
  source_url: null,
  use_as_facet: false,
} as const;

export function wireField(field: MetadataField): object {
  return { ...UNSET, ...withoutNulls(without(field, "id")), name: field.id };
}

/** To set a field to null is to unset it. */
export function withoutNulls<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Partial<T>;
}
