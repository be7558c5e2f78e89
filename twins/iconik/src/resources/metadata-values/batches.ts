import { post, put, reply, resource } from "@twinkit-pro/twinkit";
import type * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { fields } from "../../params/fields.ts";
import { boolean, list, uuid } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { objectsUnder } from "../collections/tree.ts";
import { requireView, type ShownField, shownFields } from "../metadata-views/view.ts";
import { Changes, changeValues } from "./change.ts";
import { requireSubject } from "./subject.ts";

const IN_VIEW = "/API/metadata/v1/:object_type/views/:view_id/";

const ObjectValues = fields({ id: uuid, metadata_values: Changes }, ["id", "metadata_values"]);
const EachValues = fields({ object_ids: list(uuid), metadata_values_object_id_mapping: list(ObjectValues) }, [
  "object_ids",
  "metadata_values_object_id_mapping",
]);
const SameValues = fields({ object_ids: list(uuid), metadata_values: Changes }, ["object_ids", "metadata_values"]);
const ContentValues = fields(
  { object_ids: list(uuid), metadata_values: Changes, include_assets: boolean, include_collections: boolean },
  ["object_ids", "metadata_values", "include_assets", "include_collections"],
);

type InView = "object_type" | "view_id";

/** iconik schedules these; here they are done when the answer comes. */
export const metadataBatchOperations = resource<Iconik>("metadata-batches", {
  operations: needing("can_write_metadata_values", {
    CreateMetadataValuesBatch: post(IN_VIEW, EachValues, writeEach),
    PutMetadataValuesBatch: put(IN_VIEW, SameValues, writeSame),
    PutContentMetadataValues: put("/API/metadata/v1/:object_type/content/views/:view_id/", ContentValues, writeContent),
  }),
});

/** Each object gets values of its own; those named in `object_ids` only. */
function writeEach(op: Op<v.InferOutput<typeof EachValues>, InView>): unknown {
  const fields = writableFields(op);
  const wanted = new Set(op.params.object_ids);
  for (const { id, metadata_values: changes } of op.params.metadata_values_object_id_mapping) {
    if (wanted.has(id)) changeValues(op, requireSubject(op, op.path.object_type, id, "write"), fields, changes);
  }
  return reply({}, { status: 202 });
}

function writeSame(op: Op<v.InferOutput<typeof SameValues>, InView>): unknown {
  const fields = writableFields(op);
  for (const id of op.params.object_ids) {
    changeValues(op, requireSubject(op, op.path.object_type, id, "write"), fields, op.params.metadata_values);
  }
  return reply({}, { status: 202 });
}

/** What lies in collections, at whatever depth. */
function writeContent(op: Op<v.InferOutput<typeof ContentValues>, InView>): unknown {
  if (op.path.object_type !== "collections") throw notFound(`Objects of type ${op.path.object_type} have no content`);
  const fields = writableFields(op);
  const write = (type: string, id: string) =>
    changeValues(op, requireSubject(op, type, id, "write"), fields, op.params.metadata_values);
  for (const id of op.params.object_ids) {
    const { assets, collections } = objectsUnder(op.state, op.state.collections.require(id, "object_ids").id, "all");
    if (op.params.include_assets) for (const asset of assets) write("assets", asset);
    if (op.params.include_collections) for (const inner of collections) write("collections", inner);
  }
  return reply({}, { status: 202 });
}

function writableFields(op: Op<object, InView>): readonly ShownField[] {
  return shownFields(op.state, requireView(op, op.path.view_id));
}
