import { del, get, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { invalidField } from "../../errors.ts";
import { matching } from "../../listing/filters.ts";
import { listPage } from "../../listing/list-page.ts";
import { pageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { reindexed } from "../reindex.ts";
import { finishedJob } from "../jobs/parent.ts";
import { type AssetCollection, CollectionInput, CollectionPatch, NEW_COLLECTION } from "./asset-collection.ts";
import { addContent, findContent } from "./content.ts";
import { contentOperations } from "./contents.ts";
import {
  changeCollection,
  discardCollection,
  purgeCollection,
  restoreCollection,
  tellCollection,
} from "./lifecycle.ts";
import { ancestorsOf } from "./tree.ts";
import { wireCollection } from "./wire.ts";

const FILTERS = ["is_root", "status"] as const;
const CollectionsQuery = pageQuery(FILTERS);

type OfCollection = "collection_id";

export const collections = resource<Iconik>("collections", {
  operations: {
    ...needing("can_read_collections", {
      ListCollections: get("/API/assets/v1/collections/", CollectionsQuery, list),
      GetCollection: get("/API/assets/v1/collections/:collection_id/", (op: Op<object, OfCollection>) =>
        wireCollection(op.state, find(op)),
      ),
      ListCollectionAncestors: get(
        "/API/assets/v1/collections/:collection_id/ancestors/",
        (op: Op<object, OfCollection>) => ({
          objects: ancestors(op, find(op)).map((each) => wireCollection(op.state, each)),
        }),
      ),
      GetCollectionPath: get("/API/assets/v1/collections/:collection_id/full/path/", fullPath),
    }),
    ...needing("can_create_collections", {
      CreateCollection: post("/API/assets/v1/collections/", CollectionInput, create),
    }),
    ...needing("can_write_collections", {
      ReplaceCollection: put("/API/assets/v1/collections/:collection_id/", CollectionInput, edit),
      UpdateCollection: patch("/API/assets/v1/collections/:collection_id/", CollectionPatch, edit),
      RestoreCollection: put("/API/assets/v1/collections/:collection_id/restore/", (op: Op<object, OfCollection>) => {
        restoreCollection(op, find(op));
        return reply({}, { status: 201 });
      }),
    }),
    ...needing("can_delete_collections", {
      DeleteCollection: del("/API/assets/v1/collections/:collection_id/", (op: Op<object, OfCollection>) => {
        discardCollection(op, find(op));
        return scheduled(op, "Deleting collection");
      }),
    }),
    ...needing("can_purge_collections", {
      PurgeCollection: del("/API/assets/v1/collections/:collection_id/purge/", (op: Op<object, OfCollection>) => {
        purgeCollection(op, find(op));
        return scheduled(op, "Purging collection");
      }),
    }),
    ...needing("can_reindex_collections", {
      ReindexCollection: post("/API/assets/v1/collections/:collection_id/reindex/", (op: Op<object, OfCollection>) =>
        reindexed(op, find(op).title),
      ),
      ReindexCollections: post("/API/assets/v1/collections/reindex/", (op: Op) => reindexed(op, "all collections")),
    }),
    ...contentOperations,
  },
});

function find({ path, state }: Op<object, OfCollection>): AssetCollection {
  return state.collections.require(path.collection_id);
}

function scheduled(op: Call, title: string): unknown {
  const { id, status } = finishedJob(op, { type: "DELETE", title });
  return reply({ job_id: id, status }, { status: 202 });
}

function list(op: Op<Values<typeof CollectionsQuery>>): object {
  const chosen = matching<AssetCollection, (typeof FILTERS)[number]>(op.params, FILTERS);
  return listPage(op, op.state.collections, {
    ...(op.params.status === undefined ? { where: { field: "status", value: "ACTIVE" } } : {}),
    filter: chosen,
    wire: (collection) => wireCollection(op.state, collection),
  });
}

/** The collections above, from the top down. */
function ancestors({ state }: Call, { id }: AssetCollection): AssetCollection[] {
  return ancestorsOf(state, id)
    .toReversed()
    .flatMap((each) => state.collections.get(each) ?? []);
}

function fullPath(op: Op<object, OfCollection>): string {
  const collection = find(op);
  return [...ancestors(op, collection), collection].map(({ title }) => title).join("/");
}

function create(op: Op<Values<typeof CollectionInput>>): unknown {
  const { params, state, now } = op;
  const at = timestamp(now);
  const parent = parentOf(op, params.parent_id);
  const collection = state.collections.insert({
    date_created: at,
    ...NEW_COLLECTION,
    ...params,
    is_root: parent === null,
    created_by_user: callerOf(op).id,
    date_modified: at,
  });
  if (parent !== null) addContent(op, parent, "collections", collection.id);
  tellCollection(op, collection, "create");
  return reply(wireCollection(state, collection), { status: 201 });
}

function edit(op: Op<Values<typeof CollectionPatch>, OfCollection>): object {
  const before = find(op);
  const { parent_id: wanted } = op.params;
  const moved = wanted === undefined || wanted === before.parent_id ? {} : move(op, before, parentOf(op, wanted));
  return wireCollection(op.state, changeCollection(op, before.id, { ...op.params, ...moved }));
}

/** Takes a collection from under one parent to under another. @throws VendorError 400 where it would hold itself */
function move(op: Call, { id, parent_id: from }: AssetCollection, to: string | null): Partial<AssetCollection> {
  if (to !== null && (to === id || ancestorsOf(op.state, to).includes(id))) {
    throw invalidField("parent_id", "A collection cannot be placed inside itself.");
  }
  const content = from === null ? undefined : findContent(op.state, from, id);
  if (content !== undefined) op.state.contents.delete(content.id);
  if (to !== null) addContent(op, to, "collections", id);
  return { parent_id: to, is_root: to === null };
}

function parentOf({ state }: Call, id: string | null | undefined): string | null {
  return typeof id === "string" ? state.collections.require(id, "parent_id").id : null;
}
