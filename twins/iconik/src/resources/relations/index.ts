import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { badRequest, conflict, notFound } from "../../errors.ts";
import { announce, type EventOperation } from "../../events.ts";
import { listPage, pageOf } from "../../listing/list-page.ts";
import { PageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { boolean } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, Iconik, Op, State } from "../../types.ts";
import { without } from "../../without.ts";
import { wireIndexedAsset } from "../assets/wire.ts";
import {
  NewRelation,
  NewRelationByPath,
  NewRelationType,
  type Relation,
  type RelationType,
  RelationTypePatch,
} from "./relation.ts";

const RelationsQuery = v.object({ ...PageQuery.entries, include_deleted: v.exactOptional(boolean) });

type OfType = "relation_type";
type OfRelation = "asset_id" | "relation_type" | "related_to_asset_id";

export const relations = resource<Iconik>("relations", {
  operations: {
    ...needing("can_read_asset_relations", {
      ListRelationTypes: get("/API/assets/v1/assets/relation_types/", PageQuery, (op: Op<PageQuery>) =>
        listPage(op, op.state.relationTypes, { wire: wireType }),
      ),
      GetRelationType: get(
        "/API/assets/v1/assets/relation_types/:relation_type/",
        ({ path, state }: Op<object, OfType>) => wireType(state.relationTypes.require(path.relation_type)),
      ),
      ListAssetRelations: get("/API/assets/v1/assets/:asset_id/relations/", RelationsQuery, list),
      ListAssetRelationsOfType: get("/API/assets/v1/assets/:asset_id/relations/:relation_type/", RelationsQuery, list),
    }),
    ...needing("can_write_asset_relation_types", {
      CreateRelationType: post("/API/assets/v1/assets/relation_types/", NewRelationType, createType),
      ReplaceRelationType: put("/API/assets/v1/assets/relation_types/:relation_type/", NewRelationType, editType),
      UpdateRelationType: patch("/API/assets/v1/assets/relation_types/:relation_type/", RelationTypePatch, editType),
    }),
    ...needing("can_delete_asset_relation_types", {
      DeleteRelationType: del("/API/assets/v1/assets/relation_types/:relation_type/", removeType),
    }),
    ...needing("can_create_asset_relations", {
      CreateAssetRelation: post(
        "/API/assets/v1/assets/:asset_id/relations/",
        NewRelation,
        (op: Op<Values<typeof NewRelation>, "asset_id">) => create(op, op.path.asset_id, op.params),
      ),
      CreateAssetRelationByPath: post(
        "/API/assets/v1/assets/:asset_id/relations/:relation_type/:related_to_asset_id/",
        NewRelationByPath,
        (op: Op<Values<typeof NewRelationByPath>, OfRelation>) =>
          create(op, op.path.asset_id, { ...without(op.path, "asset_id"), ...op.params }),
      ),
      ReverseAssetRelation: post(
        "/API/assets/v1/assets/:asset_id/relations/:relation_type/:related_to_asset_id/reverse/",
        reverse,
      ),
    }),
    ...needing("can_delete_asset_relations", {
      DeleteAssetRelation: del(
        "/API/assets/v1/assets/:asset_id/relations/:relation_type/:related_to_asset_id/",
        remove,
      ),
    }),
  },
});

function wireType(type: RelationType): object {
  return without(type, "id");
}

function createType({ params, state, now }: Op<Values<typeof NewRelationType>>): unknown {
  if (state.relationTypes.has(params.name)) throw conflict("Relation type already exists");
  const at = timestamp(now);
  const own = { id: params.name, is_system: false, date_created: at, date_modified: at };
  const type = state.relationTypes.insert({ description: null, is_directional: true, ...params, ...own });
  return reply(wireType(type), { status: 201 });
}

/** The name of a type names it for good. */
function editType({ path, params, state, now }: Op<Values<typeof RelationTypePatch>, OfType>): object {
  const change = { ...without(params, "name"), date_modified: timestamp(now) };
  return wireType(state.relationTypes.update(path.relation_type, change));
}

function removeType({ path, state }: Op<object, OfType>): unknown {
  const type = state.relationTypes.require(path.relation_type);
  if (type.is_system) throw badRequest("System relation types cannot be deleted");
  state.relationTypes.delete(type.id);
  return noContent();
}

/** The assets that an asset is related to; relations without a direction count from both ends. */
function list(op: Op<Values<typeof RelationsQuery>, "asset_id">): object {
  const { path, params, state } = op;
  const { id } = state.assets.require(path.asset_id);
  const type = "relation_type" in path ? path.relation_type : null;
  const from = state.relations.by("asset_id", id);
  const to = state.relations.by("related_to_asset_id", id).filter((relation) => !isDirectional(state, relation));
  const related = [
    ...from.map((each) => [each, each.related_to_asset_id] as const),
    ...to.map((each) => [each, each.asset_id] as const),
  ]
    .filter(([relation]) => type === null || relation.relation_type === type)
    .flatMap(([, other]) => state.assets.get(other) ?? [])
    .filter(({ status }) => params.include_deleted === true || status === "ACTIVE");
  return pageOf(
    op,
    related.map((asset) => wireIndexedAsset(state, asset)),
  );
}

function isDirectional(state: State, { relation_type }: Relation): boolean {
  return state.relationTypes.get(relation_type)?.is_directional ?? true;
}

/** A relation that is there is answered as it is, with 200. */
function create(op: Call, assetId: string, given: Values<typeof NewRelation>): unknown {
  const { state, now } = op;
  const asset = state.assets.require(assetId);
  state.assets.require(given.related_to_asset_id, "related_to_asset_id");
  state.relationTypes.require(given.relation_type, "relation_type");
  const known = findRelation(state, asset.id, given.relation_type, given.related_to_asset_id);
  if (known !== undefined) return known;
  const at = timestamp(now);
  const own = { asset_id: asset.id, date_created: at, date_modified: at };
  const relation = state.relations.insert({ description: null, ...given, ...own });
  tell(op, relation, "create");
  return reply(relation, { status: 201 });
}

function findRelation(state: State, from: string, type: string, to: string): Relation | undefined {
  return state.relations
    .by("asset_id", from)
    .find((each) => each.relation_type === type && each.related_to_asset_id === to);
}

function requireRelation({ path, state }: Op<object, OfRelation>): Relation {
  const relation = findRelation(state, path.asset_id, path.relation_type, path.related_to_asset_id);
  if (relation === undefined) throw notFound("Relation does not exist");
  return relation;
}

function reverse(op: Op<object, OfRelation>): Relation {
  const { id, asset_id, related_to_asset_id } = requireRelation(op);
  const turned = { asset_id: related_to_asset_id, related_to_asset_id: asset_id };
  const relation = op.state.relations.update(id, { ...turned, date_modified: timestamp(op.now) });
  tell(op, relation, "update");
  return relation;
}

function remove(op: Op<object, OfRelation>): unknown {
  const relation = requireRelation(op);
  op.state.relations.delete(relation.id);
  tell(op, relation, "delete");
  return noContent();
}

function tell(op: Call, relation: Relation, operation: EventOperation): void {
  announce(op, { event_type: "assets", realm: "relations", operation, object_id: relation.asset_id, data: relation });
}
