import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, nullable, text, uuid } from "../../params/values.ts";

const typeFields = {
  name: text,
  description: nullable(text),
  source_label: text,
  destination_label: text,
  is_directional: boolean,
};

export const NewRelationType = fields(typeFields, ["name", "source_label", "destination_label"]);
export const RelationTypePatch = fields(typeFields);

/** A kind of relation between assets; its id is its name. */
export interface RelationType extends Values<typeof NewRelationType> {
  readonly id: string;
  readonly is_system: boolean;
  readonly date_created: string;
  readonly date_modified: string;
}

export const relationTypes = collection<RelationType>({
  id: (ids) => ids.uuid(),
  missing: missing("Relation type does not exist"),
});

const relationFields = { related_to_asset_id: uuid, relation_type: text, description: nullable(text) };

export const NewRelation = fields(relationFields, ["related_to_asset_id", "relation_type"]);
export const NewRelationByPath = fields({ description: nullable(text) });

export interface Relation extends Values<typeof NewRelation> {
  readonly id: string;
  readonly asset_id: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export const relations = collection<Relation, "asset_id" | "related_to_asset_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Relation does not exist"),
  indexes: ["asset_id", "related_to_asset_id"],
});
