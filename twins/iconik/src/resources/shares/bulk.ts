import { post, reply, resource } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op } from "../../types.ts";
import { requirePermission } from "../acls/permissions.ts";
import { NEW_COLLECTION } from "../collections/asset-collection.ts";
import { addContent } from "../collections/content.ts";
import { tellShare } from "./change-share.ts";
import { newShare } from "./new-share.ts";
import { NewBulkShare } from "./share.ts";
import { addressOf, addShareUser } from "./share-user.ts";

export const bulkShareOperations = resource<Iconik>("bulk-shares", {
  operations: needing("can_write_shares", {
    CreateBulkShare: post("/API/assets/v1/share/:object_type/", NewBulkShare, create),
  }),
});

/** Several assets are shared through a hidden collection that holds them. */
function create(op: Op<Values<typeof NewBulkShare>, "object_type">): unknown {
  if (op.path.object_type !== "assets") throw notFound(`Objects of type ${op.path.object_type} cannot be shared`);
  const { object_ids: objectIds, emails = [], share_by_url: byUrl = false, ...given } = op.params;
  const collection = hiddenCollection(op, given.title, objectIds);
  const share = newShare(op, { object_type: "collections", object_key: collection }, given);
  for (const email of emails) addShareUser(op, share.id, { email, password: given.password });
  const url = byUrl ? addressOf(addShareUser(op, share.id, { password: given.password })) : null;
  return reply(tellShare(op, op.state.shares.update(share.id, { url }), "create"), { status: 201 });
}

function hiddenCollection(op: Op<object, "object_type">, title: string, assetIds: readonly string[]): string {
  const at = timestamp(op.now);
  const { id } = op.state.collections.insert({
    ...NEW_COLLECTION,
    title,
    status: "HIDDEN",
    is_root: true,
    created_by_user: callerOf(op).id,
    date_created: at,
    date_modified: at,
  });
  for (const assetId of assetIds) {
    requirePermission(
      op,
      { object_type: "assets", object_key: op.state.assets.require(assetId, "object_ids").id },
      "read",
    );
    addContent(op, id, "assets", assetId);
  }
  return id;
}
