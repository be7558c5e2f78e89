import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, list, oneOf, text, uuid } from "../../params/values.ts";
import { type AssetPart, partsOf } from "../asset-parts.ts";

const fileSetFields = {
  name: text,
  base_dir: text,
  component_ids: list(uuid),
  format_id: uuid,
  storage_id: uuid,
  status: oneOf(["ACTIVE", "ARCHIVED", "DELETED"]),
  archive_file_set_id: uuid,
  original_storage_id: uuid,
  is_archive: boolean,
  version_id: uuid,
};

export const FileSetInput = fields(fileSetFields, ["name", "base_dir", "component_ids", "format_id"]);
export const FileSetPatch = fields(fileSetFields);

/** The files of a format on one storage. */
export interface FileSet extends Omit<Values<typeof FileSetInput>, "version_id">, AssetPart {
  readonly status: "ACTIVE" | "ARCHIVED" | "DELETED";
  readonly is_archive: boolean;
  readonly deleted_by_user?: string | undefined;
  readonly date_deleted?: string | undefined;
}

const NO_SUCH = "File set for this asset doesn't exist";

export const fileSets = collection<FileSet, "asset_id" | "format_id" | "storage_id">({
  id: (ids) => ids.uuid(),
  missing: missing(NO_SUCH),
  indexes: ["asset_id", "format_id", "storage_id"],
});

export const fileSetParts = partsOf<FileSet>({
  realm: "file_sets",
  of: (state) => state.fileSets,
  noSuch: NO_SUCH,
  wire: ({ state }, fileSet) => ({ ...fileSet, file_count: state.files.by("file_set_id", fileSet.id).length }),
  isListed: ({ status }) => status !== "DELETED",
});
