import { post, reply, type Reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { conflict, notFound } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { list, oneOf, text, uuid } from "../../params/values.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { BULK_TYPES, objectsOf } from "../bulk-objects.ts";
import type { FileSet } from "../file-sets/file-set.ts";
import type { Job } from "../jobs/job.ts";
import { startParent } from "../jobs/parent.ts";
import { startJob } from "../jobs/runner.ts";

const TransferInput = fields({ format_id: uuid });
const BulkTransfer = fields({ object_ids: list(uuid), object_type: oneOf(BULK_TYPES), format_name: text }, [
  "object_ids",
  "object_type",
]);

export const transfers = resource<Iconik>("transfers", {
  operations: {
    ...needing("can_write_transfers", {
      TransferFileSet: post("/API/files/v1/file_sets/:file_set_id/storages/:storage_id/", TransferInput, transferOne),
      BulkTransfer: post("/API/files/v1/storages/:storage_id/bulk/", BulkTransfer, transferMany),
    }),
  },
});

function transferOne(op: Op<Values<typeof TransferInput>, "file_set_id" | "storage_id">): Reply {
  const fileSet = op.state.fileSets.get(op.path.file_set_id);
  const storage = op.state.storages.get(op.path.storage_id);
  if (fileSet === undefined || storage === undefined) throw notFound("File set or storage not found");
  if (isOn(op, fileSet, storage.id)) throw conflict("File set with same components already exists on storage.");
  const job = start(op, fileSet, storage.id);
  return reply({ job_id: job.id, success: `Queued copying of file set to storage ${storage.id}` }, { status: 202 });
}

/** File sets that are on the storage are passed over. */
function transferMany(op: Op<Values<typeof BulkTransfer>, "storage_id">): Reply {
  const { params, path, state } = op;
  const storage = state.storages.get(path.storage_id);
  if (storage === undefined) throw notFound("Storage not found");
  const { assets } = objectsOf(op, params.object_type, params.object_ids);
  const fileSets = assets
    .flatMap(({ id }) => state.fileSets.by("asset_id", id))
    .filter(({ format_id }) => state.formats.get(format_id)?.name === (params.format_name ?? "ORIGINAL"))
    .filter((fileSet) => fileSet.status === "ACTIVE" && !isOn(op, fileSet, storage.id));
  const kind = { type: "TRANSFER", title: `Copying ${fileSets.length} file sets` } as const;
  const parent = startParent(op, kind, (parentId) =>
    fileSets.map((fileSet) => start(op, fileSet, storage.id, parentId)),
  );
  return reply({ job_id: parent.id, success: `Queued copying of file sets to storage ${storage.id}` }, { status: 202 });
}

function isOn({ state }: Call, { format_id, name }: FileSet, storageId: string): boolean {
  return state.fileSets.by("format_id", format_id).some((each) => each.storage_id === storageId && each.name === name);
}

function start(op: Call, fileSet: FileSet, storageId: string, parentId?: string): Job {
  return startJob(op, "transfer", {
    title: `Copying ${fileSet.name}`,
    errand: { asset_id: fileSet.asset_id, file_set_id: fileSet.id, storage_id: storageId },
    object: { type: "assets", id: fileSet.asset_id },
    ...(parentId === undefined ? {} : { parentId }),
  });
}
