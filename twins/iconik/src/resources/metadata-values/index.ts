import { get, put, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { callerOf, needing } from "../../access/authorize.ts";
import { permissionDenied } from "../../errors.ts";
import { fields } from "../../params/fields.ts";
import { boolean } from "../../params/values.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import type { Permission } from "../acls/acl.ts";
import { metadataId } from "./metadata-values.ts";
import { requireView, shownFields } from "../metadata-views/view.ts";
import { readInView } from "./read.ts";
import { Changes, changeValues, wireValues } from "./change.ts";
import { requireInAsset, requireSubject, type Subject } from "./subject.ts";

const OBJECT = "/API/metadata/v1/:object_type/:object_id/";
const IN_VIEW = "/API/metadata/v1/:object_type/:object_id/views/:view_id/";
const IN_ASSET = "/API/metadata/v1/assets/:asset_id/:object_type/:object_id/views/:view_id/";

const ValuesInput = fields({ metadata_values: Changes }, ["metadata_values"]);
const WriteQuery = v.object({ check_if_subclip: v.exactOptional(boolean) });
const ReadQuery = v.object({ ...WriteQuery.entries, reencode_values_to_string: v.optional(boolean, "false") });
const AllQuery = v.object({ ...WriteQuery.entries, include_values_for_deleted_fields: v.optional(boolean, "false") });

type ValuesInput = v.InferOutput<typeof ValuesInput>;
type ReadQuery = v.InferOutput<typeof ReadQuery>;
type AnObject = "object_type" | "object_id";

export const metadataValueOperations = resource<Iconik>("metadata-values", {
  operations: {
    ...needing("can_read_metadata_values", {
      GetMetadataValues: get(IN_VIEW, ReadQuery, (op: Op<ReadQuery, AnObject | "view_id">) =>
        readInView(op, requireSubject(op, op.path.object_type, op.path.object_id, "read")),
      ),
      GetAssetObjectMetadataValues: get(IN_ASSET, ReadQuery, (op: Op<ReadQuery, "asset_id" | AnObject | "view_id">) =>
        readInView(op, requireInAsset(op, op.path.asset_id, named(op.path, "read"))),
      ),
    }),
    ...needing("can_write_metadata_values", {
      PutMetadataValues: put(
        IN_VIEW,
        { body: ValuesInput, query: WriteQuery },
        (op: Op<ValuesInput, AnObject | "view_id">) =>
          writeInView(op, requireSubject(op, op.path.object_type, op.path.object_id, "write")),
      ),
      PutAssetObjectMetadataValues: put(
        IN_ASSET,
        ValuesInput,
        (op: Op<ValuesInput, "asset_id" | AnObject | "view_id">) =>
          writeInView(op, requireInAsset(op, op.path.asset_id, named(op.path, "write"))),
      ),
    }),
    ...needing(null, {
      GetAllMetadataValues: get(OBJECT, AllQuery, readAll),
      PutAllMetadataValues: put(OBJECT, { body: ValuesInput, query: WriteQuery }, writeAll),
    }),
  },
});

function writeInView(op: Op<ValuesInput, "view_id">, subject: Subject): object {
  const view = requireView(op, op.path.view_id);
  const metadata = changeValues(op, subject, shownFields(op.state, view), op.params.metadata_values);
  return wireValues(
    metadata,
    view.view_fields.map(({ name }) => name),
  );
}

/** Without a view every field is there, for administrators only. */
function readAll(op: Op<v.InferOutput<typeof AllQuery>, AnObject>): object {
  requireAdministrator(op);
  const { object_type, object_id } = requireSubject(op, op.path.object_type, op.path.object_id, "read");
  const metadata = op.state.metadataValues.require(metadataId(object_type, object_id));
  const names = Object.keys(metadata.values).filter((name) => op.state.metadataFields.has(name));
  return wireValues(metadata, op.params.include_values_for_deleted_fields ? null : names);
}

function writeAll(op: Op<ValuesInput, AnObject>): object {
  requireAdministrator(op);
  const subject = requireSubject(op, op.path.object_type, op.path.object_id, "write");
  return wireValues(changeValues(op, subject, [...op.state.metadataFields.all()], op.params.metadata_values), null);
}

function requireAdministrator(call: Call): void {
  if (!callerOf(call).is_admin) throw permissionDenied();
}

function named(path: Readonly<Record<AnObject, string>>, permission: Permission) {
  return { objectType: path.object_type, objectId: path.object_id, permission };
}
