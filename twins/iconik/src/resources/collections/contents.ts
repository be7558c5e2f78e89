import { del, get, noContent, post, reply } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { callerOf, needing } from "../../access/authorize.ts";
import { invalidField, notFound } from "../../errors.ts";
import { announce, type EventOperation } from "../../events.ts";
import { listPage, pageOf } from "../../listing/list-page.ts";
import { commaList, PageQuery } from "../../listing/query.ts";
import { sortedBy } from "../../listing/sort.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, oneOf, uuid } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, Op } from "../../types.ts";
import { without } from "../../without.ts";
import { wireIndexedAsset } from "../assets/wire.ts";
import type { AssetCollection } from "./asset-collection.ts";
import { addContent, type Content, CONTENT_TYPES, findContent } from "./content.ts";
import { tellCollection } from "./lifecycle.ts";
import { objectsUnder } from "./tree.ts";
import { wireCollection } from "./wire.ts";

const ContentsQuery = v.object({
  ...PageQuery.entries,
  object_types: v.exactOptional(commaList),
  object_ids: v.exactOptional(commaList),
});
const InfoQuery = v.object({ include_subcollections: v.optional(boolean, "true") });
const NewContent = fields({ object_id: uuid, object_type: oneOf(CONTENT_TYPES) }, ["object_id", "object_type"]);

type OfCollection = "collection_id";

/** What lies in a collection. */
export const contentOperations = {
  ...needing("can_read_collections", {
    ListCollectionContents: get("/API/assets/v1/collections/:collection_id/contents/", ContentsQuery, list),
    GetCollectionContentInfo: get("/API/assets/v1/collections/:collection_id/content/info/", InfoQuery, info),
    GetCollectionSize: get("/API/assets/v1/collections/:collection_id/size/", InfoQuery, size),
  }),
  ...needing("can_write_collections", {
    AddCollectionContent: post("/API/assets/v1/collections/:collection_id/contents/", NewContent, add),
    RemoveCollectionContent: del("/API/assets/v1/collections/:collection_id/contents/:object_type/:object_id/", remove),
    CopyCollection: post("/API/assets/v1/collections/:collection_id/subcollections/", NewContent, copyInto),
  }),
};

function find({ path, state }: Op<object, OfCollection>): AssetCollection {
  const collection = state.collections.get(path.collection_id);
  if (collection === undefined) throw notFound("Collection not found");
  return collection;
}

/** Deleted objects stay in their collections but are not shown there. */
function list(op: Op<Values<typeof ContentsQuery>, OfCollection>): object {
  const { params, state } = op;
  const { id } = find(op);
  const isShown = (content: Content): boolean =>
    isLive(op, content) &&
    (params.object_types?.includes(content.object_type) ?? true) &&
    (params.object_ids?.includes(content.object_id) ?? true);
  if (params.sort === undefined) {
    const where = { field: "collection_id", value: id } as const;
    return listPage(op, state.contents, { where, filter: isShown, wire: (content) => wireContent(op, content) });
  }
  const objects = state.contents.by("collection_id", id).filter(isShown);
  return pageOf(
    op,
    sortedBy(
      objects.map((content) => wireContent(op, content)),
      params.sort,
    ),
  );
}

function isLive({ state }: Call, { object_type, object_id }: Content): boolean {
  const object = object_type === "assets" ? state.assets.get(object_id) : state.collections.get(object_id);
  return object !== undefined && object.status !== "DELETED";
}

function wireContent({ state }: Call, { object_type, object_id }: Content): object {
  return object_type === "assets"
    ? wireIndexedAsset(state, state.assets.require(object_id))
    : wireCollection(state, state.collections.require(object_id));
}

function info(op: Op<Values<typeof InfoQuery>, OfCollection>): object {
  const { id, title } = find(op);
  const { assets, collections } = objectsUnder(op.state, id, op.params.include_subcollections ? "all" : "direct");
  return {
    title,
    assets_count: assets.size,
    collections_count: collections.size,
    storage_info: [],
    total_duration_milliseconds: 0,
    total_size: sizeOf(op, assets),
  };
}

function size(op: Op<Values<typeof InfoQuery>, OfCollection>): object {
  const { id, title } = find(op);
  const { assets } = objectsUnder(op.state, id, op.params.include_subcollections ? "all" : "direct");
  return { id, title, size: sizeOf(op, assets) };
}

/** Bytes in all files of the assets. */
function sizeOf({ state }: Call, assets: ReadonlySet<string>): number {
  let total = 0;
  for (const id of assets) for (const file of state.files.by("asset_id", id)) total += file.size ?? 0;
  return total;
}

function add(op: Op<Values<typeof NewContent>, OfCollection>): unknown {
  const { object_type: type, object_id: id } = op.params;
  const collection = find(op);
  if (type === "assets") op.state.assets.require(id, "object_id");
  else {
    op.state.collections.require(id, "object_id");
    const holdsItself = id === collection.id || objectsUnder(op.state, id, "all").collections.has(collection.id);
    if (holdsItself) throw invalidField("object_id", "A collection cannot be placed inside itself.");
    op.state.collections.update(id, ({ parent_id }) => ({ parent_id: parent_id ?? collection.id, is_root: false }));
  }
  const content = addContent(op, collection.id, type, id);
  tell(op, content, "create");
  return reply(without(content, "id"), { status: 201 });
}

function remove(op: Op<object, OfCollection | "object_type" | "object_id">): unknown {
  const collection = find(op);
  const content = findContent(op.state, collection.id, op.path.object_id);
  if (content === undefined || content.object_type !== op.path.object_type) throw notFound("Content object not found");
  op.state.contents.delete(content.id);
  const child = op.state.collections.get(content.object_id);
  if (child?.parent_id === collection.id) {
    const [parent] = op.state.contents.by("object_id", child.id);
    op.state.collections.update(child.id, { parent_id: parent?.collection_id ?? null, is_root: parent === undefined });
  }
  tell(op, content, "delete");
  return noContent();
}

/** Copies a collection with its sub-collections; assets are not copied but lie in both. */
function copyInto(op: Op<Values<typeof NewContent>, OfCollection>): unknown {
  if (op.params.object_type !== "collections") throw invalidField("object_type", "Must be one of: collections.");
  const target = find(op);
  const source = op.state.collections.require(op.params.object_id, "object_id");
  const inside = target.id === source.id || objectsUnder(op.state, source.id, "all").collections.has(target.id);
  if (inside) throw invalidField("object_id", "A collection cannot be copied into itself.");
  return reply(wireCollection(op.state, copyCollection(op, source, target.id)), { status: 201 });
}

function copyCollection(op: Call, source: AssetCollection, parentId: string): AssetCollection {
  const at = timestamp(op.now);
  const own = { parent_id: parentId, is_root: false, created_by_user: callerOf(op).id };
  const copy = op.state.collections.insert({ ...without(source, "id"), ...own, date_created: at, date_modified: at });
  addContent(op, parentId, "collections", copy.id);
  tellCollection(op, copy, "create");
  for (const { object_type, object_id } of op.state.contents.by("collection_id", source.id)) {
    if (object_type === "assets") addContent(op, copy.id, "assets", object_id);
    else copyCollection(op, op.state.collections.require(object_id), copy.id);
  }
  return copy;
}

function tell(op: Call, content: Content, operation: EventOperation): void {
  const data = without(content, "id");
  announce(op, { event_type: "collections", realm: "contents", operation, object_id: content.collection_id, data });
}
