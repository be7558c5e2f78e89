import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { badRequest } from "../../errors.ts";
import { listAfter } from "../../listing/list-after.ts";
import { AfterQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { boolean } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { PartsQuery } from "../asset-parts.ts";
import { fileParts } from "../files/file.ts";
import { recordHistory } from "../history/history-entry.ts";
import { type FileSet, FileSetInput, fileSetParts, FileSetPatch } from "./file-set.ts";
import { discardFileSet, removeFileSet, restoreFileSet } from "./lifecycle.ts";

type OfFileSet = "asset_id" | "file_set_id";

const DeleteQuery = v.object({ keep_source: v.exactOptional(boolean), immediately: v.exactOptional(boolean) });

export const fileSets = resource<Iconik>("file-sets", {
  operations: {
    ...needing("can_read_files", {
      ListFileSets: get("/API/files/v1/assets/:asset_id/file_sets/", PartsQuery, fileSetParts.list),
      ListVersionFileSets: get(
        "/API/files/v1/assets/:asset_id/versions/:version_id/file_sets/",
        PartsQuery,
        fileSetParts.listOfVersion,
      ),
      GetFileSet: get("/API/files/v1/assets/:asset_id/file_sets/:file_set_id/", (op: Op<object, OfFileSet>) =>
        fileSetParts.show(op, op.path.asset_id, op.path.file_set_id),
      ),
      ListFileSetFiles: get("/API/files/v1/assets/:asset_id/file_sets/:file_set_id/files/", AfterQuery, listFiles),
      ListFilesOfFileSet: get("/API/files/v1/file_sets/:file_set_id/files/", AfterQuery, listFiles),
      ListFormatFileSets: get("/API/files/v1/assets/:asset_id/formats/:format_id/file_sets/", AfterQuery, listOfFormat),
      ListFormatFileSetsOnStorage: get(
        "/API/files/v1/assets/:asset_id/formats/:format_id/storages/:storage_id/file_sets/",
        AfterQuery,
        listOfFormat,
      ),
    }),
    ...needing("can_write_files", {
      CreateFileSet: post("/API/files/v1/assets/:asset_id/file_sets/", FileSetInput, create),
      ReplaceFileSet: put("/API/files/v1/assets/:asset_id/file_sets/:file_set_id/", FileSetInput, edit),
      UpdateFileSet: patch("/API/files/v1/assets/:asset_id/file_sets/:file_set_id/", FileSetPatch, edit),
      RestoreFileSet: put("/API/files/v1/assets/:asset_id/file_sets/:file_set_id/restore/", restore),
    }),
    ...needing("can_delete_files", {
      DeleteFileSet: del("/API/files/v1/assets/:asset_id/file_sets/:file_set_id/", DeleteQuery, remove),
      PurgeFileSet: del("/API/files/v1/assets/:asset_id/file_sets/:file_set_id/purge/", purge),
      DeleteVersionFileSets: del("/API/files/v1/assets/:asset_id/versions/:version_id/file_sets/", removeAll),
      DeleteAllFileSets: del("/API/files/v1/assets/:asset_id/versions/all/file_sets/", removeAll),
    }),
  },
});

function find(op: Op<object, OfFileSet>): FileSet {
  return fileSetParts.find(op, op.path.asset_id, op.path.file_set_id);
}

function listFiles(op: Op<AfterQuery, "file_set_id">): object {
  const { id } = op.state.fileSets.require(op.path.file_set_id);
  return listAfter(op, op.state.files, {
    where: { field: "file_set_id", value: id },
    wire: (file) => fileParts.show(op, file.asset_id, file.id),
  });
}

function listOfFormat(op: Op<AfterQuery, "asset_id" | "format_id">): object {
  const { path, state } = op;
  const storage = "storage_id" in path ? path.storage_id : null;
  return listAfter(op, state.fileSets, {
    where: { field: "format_id", value: path.format_id },
    filter: (each) =>
      each.asset_id === path.asset_id && each.status !== "DELETED" && (storage === null || each.storage_id === storage),
    wire: ({ id }) => fileSetParts.show(op, path.asset_id, id),
  });
}

function create(op: Op<Values<typeof FileSetInput>, "asset_id">): unknown {
  const { params, path, state } = op;
  const asset = state.assets.require(path.asset_id);
  state.formats.require(params.format_id, "format_id");
  if (params.storage_id !== undefined) state.storages.require(params.storage_id, "storage_id");
  const { id } = fileSetParts.create(op, asset, { status: "ACTIVE", is_archive: false, ...params });
  return reply(fileSetParts.show(op, asset.id, id), { status: 201 });
}

function edit(op: Op<Values<typeof FileSetPatch>, OfFileSet>): object {
  fileSetParts.change(op, find(op), op.params);
  return fileSetParts.show(op, op.path.asset_id, op.path.file_set_id);
}

function remove(op: Op<Values<typeof DeleteQuery>, OfFileSet>): unknown {
  const fileSet = find(op);
  recordHistory(op, op.state.assets.require(fileSet.asset_id), "DELETE_FILESET", {
    operation_description: fileSet.name,
  });
  if (op.params.immediately !== true) return discardFileSet(op, fileSet);
  removeFileSet(op, fileSet, op.params.keep_source);
  return noContent();
}

function purge(op: Op<object, OfFileSet>): unknown {
  const fileSet = find(op);
  if (fileSet.status !== "DELETED") throw badRequest("File set is not deleted");
  removeFileSet(op, fileSet);
  return noContent();
}

function restore(op: Op<object, OfFileSet>): object {
  const fileSet = find(op);
  recordHistory(op, op.state.assets.require(fileSet.asset_id), "RESTORE_FILESET", {
    operation_description: fileSet.name,
  });
  return restoreFileSet(op, fileSet);
}

function removeAll(op: Op<object, "asset_id">): object {
  for (const fileSet of fileSetParts.ofPath(op)) discardFileSet(op, fileSet);
  return {};
}
