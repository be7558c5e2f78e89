import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { dateTime, integer, nullable, oneOf, text, uuid } from "../../params/values.ts";
import { partsOf, type AssetPart } from "../asset-parts.ts";
import type { Call } from "../../types.ts";
import { transferFields } from "../objects/transfer.ts";

/** Life of bytes on a storage, of proxies and keyframes too: open while they are written, closed when they are whole. */
export const FILE_STATUSES = [
  "OPEN",
  "GROWING",
  "AWAITED",
  "CLOSED",
  "FAILED",
  "ARCHIVED",
  "MISSING",
  "REDISCOVERED",
  "DELETED",
] as const;
export type FileStatus = (typeof FILE_STATUSES)[number];

const fileFields = {
  name: text,
  original_name: text,
  directory_path: text,
  type: oneOf(["FILE", "DIRECTORY", "SYMLINK"]),
  status: oneOf(FILE_STATUSES),
  size: integer({ min: 0 }),
  checksum: nullable(text),
  file_set_id: uuid,
  format_id: uuid,
  storage_id: uuid,
  version_id: uuid,
  parent_id: nullable(uuid),
  user_id: nullable(uuid),
  file_date_created: dateTime,
  file_date_modified: dateTime,
};

export const NewFile = fields(fileFields, ["original_name", "directory_path", "type"]);
export const FileInput = fields(fileFields, ["original_name", "directory_path", "type", "file_set_id"]);
export const FilePatch = fields(fileFields);

export interface File extends Omit<Values<typeof NewFile>, "version_id">, AssetPart {
  readonly name: string;
  readonly status: FileStatus;
  readonly file_set_id: string;
  readonly storage_id: string;
}

const NO_SUCH = "File for this asset doesn't exist";

export const files = collection<File, "asset_id" | "file_set_id" | "storage_id" | "checksum">({
  id: (ids) => ids.uuid(),
  missing: missing(NO_SUCH),
  indexes: ["asset_id", "file_set_id", "storage_id", "checksum"],
});

export const fileParts = partsOf<File>({
  realm: "files",
  of: (state) => state.files,
  noSuch: NO_SUCH,
  wire: (call, file) => ({
    ...wireFile(file),
    ...transferFields(call, file, placeOf(file)),
    ...statusesAround(call, file),
  }),
  isListed: ({ status }) => status !== "DELETED",
});

/** A file without the addresses of its bytes. */
function wireFile(file: File): object {
  return { checksum: null, parent_id: null, user_id: null, ...file };
}

/** Where the bytes of a file lie. */
export function placeOf({ storage_id, directory_path, name }: File): { storageId: string; key: string } {
  return { storageId: storage_id, key: [...directory_path.split("/"), name].filter((part) => part !== "").join("/") };
}

function statusesAround({ state }: Call, file: File): object {
  return {
    file_set_status: state.fileSets.get(file.file_set_id)?.status ?? null,
    format_status: state.formats.get(file.format_id ?? "")?.status ?? null,
  };
}
