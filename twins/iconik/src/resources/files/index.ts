import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { badRequest, invalidField, notFound } from "../../errors.ts";
import { listAfter } from "../../listing/list-after.ts";
import { AfterQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import type { Iconik, Op } from "../../types.ts";
import { PartsQuery } from "../asset-parts.ts";
import { removeFile } from "../file-sets/lifecycle.ts";
import { recordHistory } from "../history/history-entry.ts";
import { signedUrl } from "../objects/signed-url.ts";
import { objectAt } from "../objects/stored-object.ts";
import { type File, FileInput, fileParts, FilePatch, NewFile, placeOf } from "./file.ts";
import { bringOnline } from "./online.ts";

type OfFile = "asset_id" | "file_id";

export const files = resource<Iconik>("files", {
  operations: {
    ...needing("can_read_files", {
      ListFiles: get("/API/files/v1/assets/:asset_id/files/", PartsQuery, fileParts.list),
      ListVersionFiles: get(
        "/API/files/v1/assets/:asset_id/versions/:version_id/files/",
        PartsQuery,
        fileParts.listOfVersion,
      ),
      GetFile: get("/API/files/v1/assets/:asset_id/files/:file_id/", show),
      GetFileDownloadUrl: get("/API/files/v1/assets/:asset_id/files/:file_id/download_url/", downloadUrl),
      ListFilesByChecksum: get("/API/files/v1/files/checksum/:checksum/", AfterQuery, listByChecksum),
    }),
    ...needing("can_write_files", {
      CreateFile: post("/API/files/v1/assets/:asset_id/files/", NewFile, create),
      ReplaceFile: put("/API/files/v1/assets/:asset_id/files/:file_id/", FileInput, edit),
      UpdateFile: patch("/API/files/v1/assets/:asset_id/files/:file_id/", FilePatch, edit),
    }),
    ...needing("can_delete_files", {
      DeleteFile: del("/API/files/v1/assets/:asset_id/files/:file_id/", remove),
      DeleteVersionFiles: del("/API/files/v1/assets/:asset_id/versions/:version_id/files/", removeAll),
      DeleteAllFiles: del("/API/files/v1/assets/:asset_id/versions/all/files/", removeAll),
    }),
  },
});

function show(op: Op<object, OfFile>): object {
  return fileParts.show(op, op.path.asset_id, op.path.file_id);
}

/** A file belongs to a file set, which knows its format and storage. */
function create(op: Op<Values<typeof NewFile>, "asset_id">): unknown {
  const { params, path, state } = op;
  const asset = state.assets.require(path.asset_id);
  if (params.file_set_id === undefined) throw invalidField("file_set_id", "Missing data for required field.");
  const fileSet = state.fileSets.require(params.file_set_id, "file_set_id");
  const storage = params.storage_id ?? fileSet.storage_id;
  if (storage === undefined) throw invalidField("storage_id", "Missing data for required field.");
  state.storages.require(storage, "storage_id");
  const file = fileParts.create(op, asset, {
    name: params.original_name,
    status: "OPEN",
    format_id: fileSet.format_id,
    ...params,
    file_set_id: fileSet.id,
    storage_id: storage,
    version_id: params.version_id ?? fileSet.version_id,
  });
  if (file.status === "CLOSED") bringOnline(op, file);
  return reply({ ...fileParts.show(op, asset.id, file.id), upload_filename: file.name }, { status: 201 });
}

/** A file that closes takes its size from the bytes that arrived, unless the client says another. */
function edit(op: Op<Values<typeof FilePatch>, OfFile>): object {
  const before = fileParts.find(op, op.path.asset_id, op.path.file_id);
  const closes = op.params.status === "CLOSED" && before.status !== "CLOSED";
  const size = closes ? (before.size ?? objectAt(op.state, placeOf(before))?.size) : undefined;
  const file = fileParts.change(op, before, { ...(size === undefined ? {} : { size }), ...op.params });
  if (closes) bringOnline(op, file);
  return show(op);
}

function downloadUrl(op: Op<object, OfFile>): object {
  const file = fileParts.find(op, op.path.asset_id, op.path.file_id);
  if (file.status !== "CLOSED") throw badRequest("File is not closed");
  recordHistory(op, op.state.assets.require(file.asset_id), "DOWNLOAD", { operation_description: file.name });
  return { url: signedUrl(op, "GET", placeOf(file)) };
}

function listByChecksum(op: Op<AfterQuery, "checksum">): object {
  const where = { field: "checksum", value: op.path.checksum } as const;
  if (op.state.files.by(where.field, where.value).length === 0) throw notFound("Files with this checksum don't exist");
  return listAfter(op, op.state.files, { where, wire: (file: File) => fileParts.show(op, file.asset_id, file.id) });
}

/** The entry goes, the bytes stay: iconik deletes those with the file set. */
function remove(op: Op<object, OfFile>): unknown {
  const file = fileParts.find(op, op.path.asset_id, op.path.file_id);
  recordHistory(op, op.state.assets.require(file.asset_id), "DELETE_FILE", { operation_description: file.name });
  removeFile(op, file, true);
  return noContent();
}

function removeAll(op: Op<object, "asset_id">): unknown {
  for (const file of fileParts.ofPath(op)) removeFile(op, file, true);
  return noContent();
}
