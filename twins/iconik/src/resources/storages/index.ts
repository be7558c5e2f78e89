import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { announce, type EventOperation } from "../../events.ts";
import { matching } from "../../listing/filters.ts";
import { listPage } from "../../listing/list-page.ts";
import { pageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { text } from "../../params/values.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { NEW_STORAGE, type Storage, storageFor, StorageInput, StoragePatch, type StoragePurpose } from "./storage.ts";

const FILTERS = ["name", "method", "status", "purpose", "scanner_status", "ids"] as const;
const StoragesQuery = pageQuery(FILTERS);
const FilesQuery = v.object({
  ...pageQuery(["checksum"]).entries,
  path: v.exactOptional(text),
  directory_path: v.exactOptional(text),
});

export const storages = resource<Iconik>("storages", {
  operations: {
    ...needing("can_read_storages", {
      ListStorages: get("/API/files/v1/storages/", StoragesQuery, (op: Op<Values<typeof StoragesQuery>>) =>
        listPage(op, op.state.storages, { filter: matching(op.params, FILTERS), wire: (storage) => storage }),
      ),
      GetStorage: get("/API/files/v1/storages/:storage_id/", ({ path, state }: Op<object, "storage_id">) =>
        state.storages.require(path.storage_id),
      ),
      GetDefaultStorage: get("/API/files/v1/storages/:purpose/default/", ({ path, state }: Op<object, "purpose">) =>
        found(storageFor(state, path.purpose as StoragePurpose), "Storage does not exist"),
      ),
      GetMatchingStorage: get("/API/files/v1/storages/matching/:purpose/", ({ path, state }: Op<object, "purpose">) =>
        found(storageFor(state, path.purpose as StoragePurpose), "No matching storage exists"),
      ),
      GetMatchingStorageByMethod: get("/API/files/v1/storages/matching/:purpose/method/:method/", matchingMethod),
    }),
    ...needing("can_list_storage_files", {
      ListStorageFiles: get("/API/files/v1/storages/:storage_id/files/", FilesQuery, listFiles),
    }),
    ...needing("can_write_storages", {
      CreateStorage: post("/API/files/v1/storages/", StorageInput, create),
      ReplaceStorage: put("/API/files/v1/storages/:storage_id/", StorageInput, edit),
      UpdateStorage: patch("/API/files/v1/storages/:storage_id/", StoragePatch, edit),
      SetDefaultStorage: post("/API/files/v1/storages/:storage_id/default/", setDefault),
      UnsetDefaultStorage: del("/API/files/v1/storages/:storage_id/default/", unsetDefault),
    }),
    ...needing("can_delete_storages", { DeleteStorage: del("/API/files/v1/storages/:storage_id/", remove) }),
  },
});

function matchingMethod({ path, state }: Op<object, "purpose" | "method">): Storage {
  const [storage] = state.storages.by("purpose", path.purpose).filter(({ method }) => method === path.method);
  return found(storage, "No matching storage exists");
}

function found(storage: Storage | undefined, message: string): Storage {
  if (storage === undefined) throw notFound(message);
  return storage;
}

function listFiles(op: Op<Values<typeof FilesQuery>, "storage_id">): object {
  const { params, path, state } = op;
  const { id } = state.storages.require(path.storage_id);
  const directory = params.directory_path ?? params.path;
  const chosen = matching(params, ["checksum"]);
  return listPage(op, state.files, {
    where: { field: "storage_id", value: id },
    filter: (file) => (directory === undefined || file.directory_path === directory) && (chosen?.(file) ?? true),
    wire: (file) => file,
  });
}

function create(op: Op<Values<typeof StorageInput>>): unknown {
  const storage = op.state.storages.insert({ ...NEW_STORAGE, ...op.params });
  return reply(tell(op, storage, "create"), { status: 201 });
}

function edit(op: Op<Values<typeof StoragePatch>, "storage_id">): Storage {
  return tell(op, op.state.storages.update(op.path.storage_id, op.params), "update");
}

function remove(op: Op<object, "storage_id">): unknown {
  const storage = op.state.storages.require(op.path.storage_id);
  op.state.storages.delete(storage.id);
  tell(op, storage, "delete");
  return noContent();
}

/** One storage of a purpose is the default at a time. */
function setDefault({ path, state }: Op<object, "storage_id">): unknown {
  const storage = state.storages.require(path.storage_id);
  for (const { id } of state.storages.by("purpose", storage.purpose)) {
    state.storages.update(id, { default: id === storage.id });
  }
  return reply({}, { status: 201 });
}

function unsetDefault({ path, state }: Op<object, "storage_id">): unknown {
  state.storages.update(path.storage_id, { default: false });
  return noContent();
}

function tell(call: Call, storage: Storage, operation: EventOperation): Storage {
  announce(call, { event_type: "storages", realm: "objects", operation, object_id: storage.id, data: storage });
  return storage;
}
