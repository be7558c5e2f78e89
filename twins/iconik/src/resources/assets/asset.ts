import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, dateTime, integer, list, nullable, oneOf, text, url, uuid } from "../../params/values.ts";
import { ANALYZE_STATUSES, ARCHIVE_STATUSES, type AssetVersion } from "./version.ts";

const ASSET_TYPES = ["ASSET", "SEQUENCE", "NLE_PROJECT", "PLACEHOLDER", "CUSTOM", "LINK", "SUBCLIP"] as const;

const assetFields = {
  title: text,
  type: oneOf(ASSET_TYPES),
  status: oneOf(["ACTIVE", "DELETED"]),
  analyze_status: oneOf(ANALYZE_STATUSES),
  archive_status: oneOf(ARCHIVE_STATUSES),
  face_recognition_status: oneOf(ANALYZE_STATUSES),
  category: nullable(text),
  custom_keyframe: nullable(uuid),
  custom_poster: nullable(uuid),
  date_created: dateTime,
  external_id: nullable(text),
  external_link: nullable(url),
  has_unconfirmed_persons: boolean,
  is_blocked: boolean,
  is_online: boolean,
  last_archive_restore_date: dateTime,
  original_asset_id: uuid,
  original_segment_id: uuid,
  original_version_id: uuid,
  person_ids: nullable(list(uuid)),
  site_name: nullable(text),
  time_end_milliseconds: integer(),
  time_start_milliseconds: integer(),
  warning: nullable(text),
};

export const NewAsset = fields({ ...assetFields, collection_id: nullable(uuid) }, ["title"]);
export const AssetInput = fields(assetFields, ["title"]);
export const AssetPatch = fields(assetFields);
export type AssetPatch = Values<typeof AssetPatch>;
export const AssetsPatch = fields({ objects: list(fields({ ...assetFields, id: uuid }, ["id"])) }, ["objects"]);

/** Fields that are null on the wire may be null here; those that are absent there while unset are optional. */
export interface Asset extends Values<typeof AssetInput> {
  readonly id: string;
  readonly type: (typeof ASSET_TYPES)[number];
  readonly status: "ACTIVE" | "DELETED";
  readonly is_online: boolean;
  /** The current version first. */
  readonly versions: readonly AssetVersion[];
  readonly created_by_user: string;
  readonly updated_by_user: string;
  readonly deleted_by_user?: string | undefined;
  readonly date_created: string;
  readonly date_modified: string;
  readonly date_imported: string;
  readonly date_deleted?: string | undefined;
  readonly date_viewed?: string | undefined;
}

/** What an asset is unless its maker says otherwise. */
export const NEW_ASSET = {
  type: "ASSET",
  status: "ACTIVE",
  analyze_status: "N/A",
  archive_status: "NOT_ARCHIVED",
  face_recognition_status: "N/A",
  category: null,
  custom_keyframe: null,
  custom_poster: null,
  external_id: null,
  external_link: null,
  has_unconfirmed_persons: false,
  is_blocked: false,
  is_online: false,
  person_ids: null,
  site_name: null,
  warning: null,
} as const satisfies Partial<Asset>;

export const assets = collection<Asset, "status" | "original_asset_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Asset does not exist"),
  indexes: ["status", "original_asset_id"],
});
