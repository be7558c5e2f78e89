import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { badRequest, invalidField } from "../../errors.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op } from "../../types.ts";
import { readableViews } from "../metadata-views/view.ts";
import { type FieldPatch, FieldInput, FieldPatch as FieldPatchSchema, NewField, wireField } from "./field.ts";
import { byName, FieldsQuery, listFields } from "./list-fields.ts";

const FIELD = "/API/metadata/v1/fields/:field_name/";

export const metadataFieldOperations = resource<Iconik>("metadata-fields", {
  operations: {
    ...needing("can_read_metadata_fields", {
      ListMetadataFields: get("/API/metadata/v1/fields/", FieldsQuery, listFields),
      GetMetadataField: get(FIELD, ({ path, state }: Op<object, "field_name">) =>
        wireField(state.metadataFields.require(path.field_name)),
      ),
      ListUserMetadataFields: get("/API/metadata/v1/user/fields/", listReadable),
    }),
    ...needing("can_write_metadata_fields", {
      CreateMetadataField: post("/API/metadata/v1/fields/", NewField, create),
      ReplaceMetadataField: put(FIELD, FieldInput, edit),
      UpdateMetadataField: patch(FIELD, FieldPatchSchema, edit),
    }),
    ...needing("can_delete_metadata_fields", { DeleteMetadataField: del(FIELD, remove) }),
  },
});

/** The fields of the views that the caller may read. */
function listReadable(op: Op): object {
  const names = new Set(readableViews(op).flatMap(({ view_fields: shown }) => shown.map(({ name }) => name)));
  return { objects: byName([...op.state.metadataFields.all()].filter(({ id }) => names.has(id))).map(wireField) };
}

function create({ params, state, now }: Op<Values<typeof NewField>>): unknown {
  const { name, ...given } = params;
  if (state.metadataFields.has(name)) throw badRequest(`Metadata field ${name} already exists`);
  checkSource(given);
  const at = timestamp(now);
  const field = state.metadataFields.insert({ id: name, ...given, date_created: at, date_modified: at });
  return reply(wireField(field), { status: 201 });
}

function edit({ path, params, state, now }: Op<FieldPatch, "field_name">): object {
  const field = state.metadataFields.require(path.field_name);
  if ((params.field_type ?? field.field_type) !== field.field_type) {
    throw invalidField("field_type", "Field type cannot be changed.");
  }
  checkSource({ ...field, ...params });
  return wireField(state.metadataFields.update(field.id, { ...params, date_modified: timestamp(now) }));
}

/** Options come from the field or from an address, not from both. */
function checkSource({ options, source_url: source }: FieldPatch): void {
  if (typeof source === "string" && (options?.length ?? 0) > 0) {
    throw invalidField("source_url", "Cannot be set as long as options are set.");
  }
}

/** Views stop showing a deleted field; objects keep its values. */
function remove({ path, state, now }: Op<object, "field_name">): unknown {
  const { id } = state.metadataFields.require(path.field_name);
  for (const view of state.metadataViews.all()) {
    const kept = view.view_fields.filter(({ name }) => name !== id);
    if (kept.length < view.view_fields.length) {
      state.metadataViews.update(view.id, { view_fields: kept, date_modified: timestamp(now) });
    }
  }
  state.metadataFields.delete(id);
  return noContent();
}
