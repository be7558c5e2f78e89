import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, dateTime, list, nullable, oneOf, text, uuid } from "../../params/values.ts";

const collectionFields = {
  title: text,
  category: nullable(text),
  custom_keyframe: nullable(uuid),
  custom_poster: nullable(uuid),
  date_created: dateTime,
  external_id: nullable(text),
  is_root: boolean,
  keyframe_asset_ids: list(uuid),
  parent_id: nullable(uuid),
  status: oneOf(["ACTIVE", "HIDDEN", "DELETED"]),
  storage_id: nullable(uuid),
};

export const CollectionInput = fields(collectionFields, ["title"]);
export const CollectionPatch = fields(collectionFields);

/** A folder of assets and of other collections. */
export interface AssetCollection extends Values<typeof CollectionInput> {
  readonly id: string;
  readonly status: "ACTIVE" | "HIDDEN" | "DELETED";
  readonly parent_id: string | null;
  readonly is_root: boolean;
  readonly created_by_user: string;
  readonly deleted_by_user?: string | undefined;
  readonly date_created: string;
  readonly date_modified: string;
  readonly date_deleted?: string | undefined;
}

export const NEW_COLLECTION = {
  category: null,
  custom_keyframe: null,
  custom_poster: null,
  external_id: null,
  keyframe_asset_ids: [],
  parent_id: null,
  status: "ACTIVE",
  storage_id: null,
} as const satisfies Partial<AssetCollection>;

export const collections = collection<AssetCollection, "status">({
  id: (ids) => ids.uuid(),
  missing: missing("Collection does not exist"),
  indexes: ["status"],
});
