import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import type { Values } from "../../params/fields.ts";
import { boolean } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op } from "../../types.ts";
import { grantOwner, requirePermission } from "../acls/permissions.ts";
import { checkFields, readableViews, ViewInput, ViewPatch, wireMergedView, wireView } from "./view.ts";

const VIEW = "/API/metadata/v1/views/:view_id/";
const ViewQuery = v.object({ merge_fields: v.optional(boolean, "true") });

export const metadataViewOperations = resource<Iconik>("metadata-views", {
  operations: {
    ...needing("can_read_metadata_views", {
      ListMetadataViews: get("/API/metadata/v1/views/", (op: Op) => ({ objects: readableViews(op).map(wireView) })),
      GetMetadataView: get(VIEW, ViewQuery, read),
    }),
    ...needing("can_write_metadata_views", {
      CreateMetadataView: post("/API/metadata/v1/views/", ViewInput, create),
      ReplaceMetadataView: put(VIEW, ViewInput, edit),
      UpdateMetadataView: patch(VIEW, ViewPatch, edit),
    }),
    ...needing("can_delete_metadata_views", { DeleteMetadataView: del(VIEW, remove) }),
  },
});

function read(op: Op<v.InferOutput<typeof ViewQuery>, "view_id">): object {
  const view = op.state.metadataViews.require(op.path.view_id);
  requirePermission(op, { object_type: "metadata_views", object_key: view.id }, "read");
  return op.params.merge_fields ? wireMergedView(op.state, view) : wireView(view);
}

function create(op: Op<Values<typeof ViewInput>>): unknown {
  const { params, state, now } = op;
  checkFields(state, params.view_fields);
  const at = timestamp(now);
  const view = state.metadataViews.insert({ ...params, date_created: at, date_modified: at });
  grantOwner(op, { object_type: "metadata_views", object_key: view.id });
  return reply(wireMergedView(state, view), { status: 201 });
}

function edit(op: Op<ViewPatch, "view_id">): object {
  const { path, params, state, now } = op;
  const { id } = state.metadataViews.require(path.view_id);
  requirePermission(op, { object_type: "metadata_views", object_key: id }, "write");
  checkFields(state, params.view_fields ?? []);
  return wireMergedView(state, state.metadataViews.update(id, { ...params, date_modified: timestamp(now) }));
}

/** Categories stop naming a deleted view. */
function remove(op: Op<object, "view_id">): unknown {
  const { path, state } = op;
  const { id } = state.metadataViews.require(path.view_id);
  requirePermission(op, { object_type: "metadata_views", object_key: id }, "delete");
  for (const category of state.metadataCategories.all()) {
    const kept = category.view_ids.filter((viewId) => viewId !== id);
    if (kept.length < category.view_ids.length) state.metadataCategories.update(category.id, { view_ids: kept });
  }
  state.metadataViews.delete(id);
  return noContent();
}
