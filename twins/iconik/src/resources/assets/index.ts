import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { callerOf, needing } from "../../access/authorize.ts";
import { listPage } from "../../listing/list-page.ts";
import { PageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { boolean } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op } from "../../types.ts";
import { without } from "../../without.ts";
import { addContent } from "../collections/content.ts";
import { finishedJob } from "../jobs/parent.ts";
import { reindexed } from "../reindex.ts";
import { type Asset, AssetInput, AssetPatch, AssetsPatch, NEW_ASSET, NewAsset } from "./asset.ts";
import { changeAsset, tellAsset } from "./change-asset.ts";
import { discardAsset, purgeAsset, restoreAsset } from "./lifecycle.ts";
import { newVersion } from "./version.ts";
import { versionOperations } from "./versions.ts";
import { wireAsset, wireIndexedAsset } from "./wire.ts";

const CreateQuery = v.object({ assign_to_collection: v.optional(boolean, "false") });
const GetQuery = v.object({ include_collections: v.exactOptional(boolean), include_users: v.exactOptional(boolean) });

export const assets = resource<Iconik>("assets", {
  operations: {
    ...needing("can_read_assets", {
      ListAssets: get("/API/assets/v1/assets/", PageQuery, list),
      GetAsset: get("/API/assets/v1/assets/:asset_id/", GetQuery, (op: Op<Values<typeof GetQuery>, "asset_id">) =>
        wireAsset(op.state, op.state.assets.require(op.path.asset_id), op.params),
      ),
      ViewAsset: post("/API/assets/v1/assets/:asset_id/views/", view),
    }),
    ...needing("can_create_assets", {
      CreateAsset: post("/API/assets/v1/assets/", { body: NewAsset, query: CreateQuery }, create),
    }),
    ...needing("can_write_assets", {
      ReplaceAsset: put("/API/assets/v1/assets/:asset_id/", AssetInput, edit),
      UpdateAsset: patch("/API/assets/v1/assets/:asset_id/", AssetPatch, edit),
      ReplaceAssets: put("/API/assets/v1/assets/", AssetsPatch, editMany),
      UpdateAssets: patch("/API/assets/v1/assets/", AssetsPatch, editMany),
      RestoreAsset: put("/API/assets/v1/assets/:asset_id/restore/", (op: Op<object, "asset_id">) => {
        restoreAsset(op, op.state.assets.require(op.path.asset_id));
        return noContent();
      }),
    }),
    ...needing("can_delete_assets", {
      DeleteAsset: del("/API/assets/v1/assets/:asset_id/", (op: Op<object, "asset_id">) => {
        discardAsset(op, op.state.assets.require(op.path.asset_id));
        return noContent();
      }),
      DeleteFailedUpload: del("/API/assets/v1/assets/:asset_id/uploads/", purge),
    }),
    ...needing("can_purge_assets", { PurgeAsset: del("/API/assets/v1/assets/:asset_id/purge/", purge) }),
    ...needing("can_reindex_assets", {
      ReindexAsset: post("/API/assets/v1/assets/:asset_id/reindex/", (op: Op<object, "asset_id">) =>
        reindexed(op, op.state.assets.require(op.path.asset_id).title),
      ),
      ReindexAssets: post("/API/assets/v1/assets/reindex/", (op: Op) => reindexed(op, "all assets")),
    }),
    ...versionOperations,
  },
});

function list(op: Op<PageQuery>): object {
  return listPage(op, op.state.assets, {
    where: { field: "status", value: "ACTIVE" },
    wire: (asset) => wireIndexedAsset(op.state, asset),
  });
}

function create(op: Op<Values<typeof NewAsset>, never, Values<typeof CreateQuery>>): unknown {
  const { params, query, state, now } = op;
  const user = callerOf(op).id;
  const at = timestamp(now);
  const asset = state.assets.insert({
    date_created: at,
    ...NEW_ASSET,
    ...without(params, "collection_id"),
    versions: [newVersion(op, user, 1)],
    created_by_user: user,
    updated_by_user: user,
    date_modified: at,
    date_imported: at,
  });
  if (query.assign_to_collection && typeof params.collection_id === "string") {
    addContent(op, state.collections.require(params.collection_id, "collection_id").id, "assets", asset.id);
  }
  tellAsset(op, asset, "create");
  return reply(wireAsset(state, asset), { status: 201 });
}

function edit(op: Op<AssetPatch, "asset_id">): object {
  return wireAsset(op.state, changeAsset(op, op.path.asset_id, op.params));
}

function editMany(op: Op<Values<typeof AssetsPatch>>): unknown {
  const { objects } = op.params;
  for (const { id } of objects) op.state.assets.require(id, "objects");
  for (const { id, ...change } of objects) changeAsset(op, id, change);
  const job = finishedJob(op, { type: "METADATA", title: `Updating ${objects.length} assets` });
  return reply({ job_id: job.id }, { status: 202 });
}

function view({ path, state, now }: Op<object, "asset_id">): object {
  const asset: Asset = state.assets.update(path.asset_id, { date_viewed: timestamp(now) });
  return wireAsset(state, asset);
}

function purge(op: Op<object, "asset_id">): unknown {
  purgeAsset(op, op.state.assets.require(op.path.asset_id));
  return noContent();
}
