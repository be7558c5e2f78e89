import { collection } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { badRequest, missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { list, nullable, text } from "../../params/values.ts";
import type { Call, State } from "../../types.ts";
import { isAllowed, requirePermission } from "../acls/permissions.ts";
import { type MetadataField, viewableFields, withoutNulls, wireField } from "../metadata-fields/field.ts";

/** A row of a view that groups the fields below it and is none itself. */
const SEPARATOR = "__separator__";

const ViewField = fields({ ...viewableFields, name: text, label: nullable(text) }, ["name"]);
const viewFields = {
  name: v.pipe(text, v.nonEmpty("Shorter than minimum length 1.")),
  description: nullable(text),
  view_fields: list(ViewField),
};

export const ViewInput = fields(viewFields, ["name", "view_fields"]);
export const ViewPatch = fields(viewFields);
export type ViewPatch = Values<typeof ViewPatch>;
type ViewField = v.InferOutput<typeof ViewField>;

/** A form: which fields it shows, in which order, and what it asks for otherwise than the fields themselves. */
export interface MetadataView extends Values<typeof ViewInput> {
  readonly id: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export const metadataViews = collection<MetadataView>({
  id: (ids) => ids.uuid(),
  missing: missing("Metadata view doesn't exist"),
});

/** A field as a view shows it. */
export type ShownField = Omit<MetadataField, "label"> & { readonly label?: string | null };

/** The fields of a view: what the view says of a field goes before what the field says itself. */
export function shownFields(state: State, view: MetadataView): readonly ShownField[] {
  return view.view_fields.flatMap((shown) => {
    const field = state.metadataFields.get(shown.name);
    return field === undefined ? [] : [{ ...field, ...withoutNulls(shown) }];
  });
}

/** @throws VendorError 404, or 403 where the caller may not read it */
export function requireView(call: Call, id: string): MetadataView {
  const view = call.state.metadataViews.require(id);
  requirePermission(call, { object_type: "metadata_views", object_key: id }, "read");
  return view;
}

export function readableViews(call: Call): readonly MetadataView[] {
  return [...call.state.metadataViews.all()].filter(({ id }) =>
    isAllowed(call, { object_type: "metadata_views", object_key: id }, "read"),
  );
}

export function wireView(view: MetadataView): object {
  return { description: null, ...view };
}

/** With the definitions of its fields. */
export function wireMergedView(state: State, view: MetadataView): object {
  const merged = view.view_fields.map((shown) => {
    const field = state.metadataFields.get(shown.name);
    return field === undefined ? shown : { ...wireField(field), ...withoutNulls(shown) };
  });
  return { ...wireView(view), view_fields: merged };
}

/** @throws VendorError 400 where a view names a field that is not there */
export function checkFields(state: State, shown: readonly ViewField[]): void {
  for (const { name } of shown) {
    if (name !== SEPARATOR && !state.metadataFields.has(name)) {
      throw badRequest(`Metadata field ${name} doesn't exist`);
    }
  }
}
