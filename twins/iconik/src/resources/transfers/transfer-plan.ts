import { without } from "../../without.ts";
import { type FileSet, fileSetParts } from "../file-sets/file-set.ts";
import { type File, fileParts, placeOf } from "../files/file.ts";
import { recordHistory } from "../history/history-entry.ts";
import type { Plan } from "../jobs/plan.ts";
import { objectAt, storeObject } from "../objects/stored-object.ts";
import type { Actor } from "../../types.ts";

/** Copies a file set with its files to another storage. */
export const transfer: Plan = {
  type: "TRANSFER",
  steps: [
    { label: "Copying files", ms: 2_000 },
    { label: "Verifying copies", ms: 500 },
  ],
  finish: (actor, job, { file_set_id: fileSetId, storage_id: storageId }) => {
    const { state } = actor;
    const fileSet = state.fileSets.get(fileSetId ?? "");
    const storage = state.storages.get(storageId ?? "");
    const asset = state.assets.get(fileSet?.asset_id ?? "");
    if (fileSet === undefined || storage === undefined || asset === undefined) return "File set or storage not found";
    const own = { storage_id: storage.id, original_storage_id: fileSet.storage_id ?? storage.id };
    const copy = fileSetParts.create(actor, asset, { ...without(fileSet, "id"), ...own });
    for (const file of state.files.by("file_set_id", fileSet.id)) copyFile(actor, file, copy, storage.id);
    recordHistory(actor, asset, "TRANSFER", { job_id: job.id, operation_description: fileSet.name });
    return null;
  },
};

function copyFile(actor: Actor, file: File, fileSet: FileSet, storageId: string): void {
  const asset = actor.state.assets.require(file.asset_id);
  const own = { file_set_id: fileSet.id, storage_id: storageId };
  const copy = fileParts.create(actor, asset, { ...without(file, "id"), ...own });
  const object = objectAt(actor.state, placeOf(file));
  if (object === undefined) return;
  storeObject(actor.state, placeOf(copy), Buffer.from(object.content, "base64"), object.content_type);
}
