import { del, get, noContent, post, reply, type Reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { listPage } from "../../listing/list-page.ts";
import { NoQuery, PageQuery } from "../../listing/query.ts";
import { fields, type Values } from "../../params/fields.ts";
import { list, oneOf, uuid } from "../../params/values.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { discardAsset, purgeAsset, restoreAsset } from "../assets/lifecycle.ts";
import { wireIndexedAsset } from "../assets/wire.ts";
import { BULK_TYPES, objectsOf } from "../bulk-objects.ts";
import type { AssetCollection } from "../collections/asset-collection.ts";
import { discardCollection, purgeCollection, refuseUnlessEmpty, restoreCollection } from "../collections/lifecycle.ts";
import { wireCollection } from "../collections/wire.ts";
import { removeFileSet, restoreFileSet } from "../file-sets/lifecycle.ts";
import { fileSetParts } from "../file-sets/file-set.ts";
import { formatParts } from "../formats/format.ts";
import { purgeFormat, restoreFormat } from "../formats/lifecycle.ts";
import { finishedJob } from "../jobs/parent.ts";

const Ids = fields({ ids: list(uuid) }, ["ids"]);
type Ids = Values<typeof Ids>;
const BulkDelete = fields({ object_ids: list(uuid), object_type: oneOf(BULK_TYPES) }, ["object_ids", "object_type"]);

const DELETED = { field: "status", value: "DELETED" } as const;
const isDeleted = ({ status }: { readonly status: string }): boolean => status === "DELETED";

export const deleteQueue = resource<Iconik>("delete-queue", {
  operations: {
    ...needing("can_read_assets", {
      ListDeletedAssets: get("/API/assets/v1/delete_queue/assets/", PageQuery, (op: Op<PageQuery>) =>
        listPage(op, op.state.assets, { where: DELETED, wire: (asset) => wireIndexedAsset(op.state, asset) }),
      ),
    }),
    ...needing("can_delete_assets", {
      DiscardAssets: post("/API/assets/v1/delete_queue/assets/", Ids, (op: Op<Ids>) =>
        forAssets(op, op.params.ids, discardAsset),
      ),
      BulkDelete: post("/API/assets/v1/delete_queue/bulk/", BulkDelete, discardMany),
    }),
    ...needing("can_write_assets", {
      RestoreAssets: del("/API/assets/v1/delete_queue/assets/", { body: Ids, query: NoQuery }, (op: Op<Ids>) =>
        forAssets(op, op.params.ids, restoreAsset),
      ),
      RestoreAllAssets: post("/API/assets/v1/delete_queue/assets/restore/all/", (op: Op) =>
        forAssets(op, deletedAssets(op), restoreAsset),
      ),
    }),
    ...needing("can_purge_assets", {
      PurgeAssets: post("/API/assets/v1/delete_queue/assets/purge/", Ids, (op: Op<Ids>) =>
        forAssets(op, op.params.ids, purgeAsset),
      ),
      PurgeAllAssets: post("/API/assets/v1/delete_queue/assets/purge/all/", (op: Op) =>
        forAssets(op, deletedAssets(op), purgeAsset),
      ),
      PurgeAll: post("/API/assets/v1/delete_queue/purge/all/", (op: Op) => {
        forAssets(op, deletedAssets(op), purgeAsset);
        purgeDeletedCollections(op);
        return noContent();
      }),
    }),
    ...needing("can_read_collections", {
      ListDeletedCollections: get("/API/assets/v1/delete_queue/collections/", PageQuery, (op: Op<PageQuery>) =>
        listPage(op, op.state.collections, { where: DELETED, wire: (each) => wireCollection(op.state, each) }),
      ),
    }),
    ...needing("can_delete_collections", {
      DiscardCollections: post("/API/assets/v1/delete_queue/collections/", Ids, (op: Op<Ids>) =>
        forCollections(op, (call, each) => {
          refuseUnlessEmpty(call, each);
          discardCollection(call, each);
        }),
      ),
    }),
    ...needing("can_write_collections", {
      RestoreCollections: del(
        "/API/assets/v1/delete_queue/collections/",
        { body: Ids, query: NoQuery },
        (op: Op<Ids>) => forCollections(op, restoreCollection),
      ),
      RestoreAllCollections: post("/API/assets/v1/delete_queue/collections/restore/all/", (op: Op) => {
        for (const each of op.state.collections.by("status", "DELETED")) restoreCollection(op, each);
        return noContent();
      }),
    }),
    ...needing("can_purge_collections", {
      PurgeCollections: post("/API/assets/v1/delete_queue/collections/purge/", Ids, (op: Op<Ids>) =>
        forCollections(op, purgeCollection),
      ),
      PurgeAllCollections: post("/API/assets/v1/delete_queue/collections/purge/all/", (op: Op) => {
        purgeDeletedCollections(op);
        return noContent();
      }),
    }),
    ...needing("can_read_formats", {
      ListDeletedFormats: get("/API/files/v1/delete_queue/formats/", PageQuery, (op: Op<PageQuery>) =>
        listPage(op, op.state.formats, {
          filter: isDeleted,
          wire: (each) => formatParts.show(op, each.asset_id, each.id),
        }),
      ),
    }),
    ...needing("can_write_formats", {
      RestoreFormats: del("/API/files/v1/delete_queue/formats/", { body: Ids, query: NoQuery }, (op: Op<Ids>) => {
        for (const id of op.params.ids) restoreFormat(op, op.state.formats.require(id, "ids"));
        return noContent();
      }),
    }),
    ...needing("can_purge_formats", {
      PurgeFormats: post("/API/files/v1/delete_queue/formats/purge/", Ids, (op: Op<Ids>) => {
        for (const id of op.params.ids) purgeFormat(op, op.state.formats.require(id, "ids"));
        return noContent();
      }),
    }),
    ...needing("can_read_files", {
      ListDeletedFileSets: get("/API/files/v1/delete_queue/file_sets/", PageQuery, (op: Op<PageQuery>) =>
        listPage(op, op.state.fileSets, {
          filter: isDeleted,
          wire: (each) => fileSetParts.show(op, each.asset_id, each.id),
        }),
      ),
    }),
    ...needing("can_write_files", {
      RestoreFileSets: del("/API/files/v1/delete_queue/file_sets/", { body: Ids, query: NoQuery }, (op: Op<Ids>) => {
        for (const id of op.params.ids) restoreFileSet(op, op.state.fileSets.require(id, "ids"));
        return noContent();
      }),
    }),
    ...needing("can_purge_files", {
      PurgeFileSets: post("/API/files/v1/delete_queue/file_sets/purge/", Ids, (op: Op<Ids>) => {
        for (const id of op.params.ids) removeFileSet(op, op.state.fileSets.require(id, "ids"));
        return noContent();
      }),
    }),
  },
});

function deletedAssets({ state }: Call): string[] {
  return state.assets.by("status", "DELETED").map(({ id }) => id);
}

function forAssets(op: Call, ids: readonly string[], change: typeof discardAsset): Reply {
  for (const id of ids) change(op, op.state.assets.require(id, "ids"));
  return noContent();
}

function forCollections(op: Op<Ids>, change: (call: Call, collection: AssetCollection) => void): Reply {
  for (const id of op.params.ids) change(op, op.state.collections.require(id, "ids"));
  return reply({}, { status: 201 });
}

/** Emptied of purged assets, deleted collections go from the inside out. */
function purgeDeletedCollections(op: Call): void {
  for (const each of op.state.collections.by("status", "DELETED").toReversed()) purgeCollection(op, each);
}

function discardMany(op: Op<Values<typeof BulkDelete>>): Reply {
  const { assets, collections } = objectsOf(op, op.params.object_type, op.params.object_ids);
  for (const asset of assets) discardAsset(op, asset);
  for (const collection of collections) discardCollection(op, collection);
  const job = finishedJob(op, { type: "DELETE", title: `Deleting ${assets.length + collections.length} objects` });
  return reply({ job_id: job.id, status: job.status }, { status: 202 });
}
