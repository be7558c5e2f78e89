import { userIdOf } from "../../access/authorize.ts";
import { permissionDenied } from "../../errors.ts";
import { announce, type EventOperation } from "../../events.ts";
import { timestamp } from "../../timestamps.ts";
import type { Actor } from "../../types.ts";
import { metadataId } from "../metadata-values/metadata-values.ts";
import type { AssetCollection } from "./asset-collection.ts";
import { wireCollection } from "./wire.ts";

export function changeCollection(
  actor: Actor,
  id: string,
  change: Partial<Omit<AssetCollection, "id">>,
  operation: EventOperation = "update",
): AssetCollection {
  const collection = actor.state.collections.update(id, { ...change, date_modified: timestamp(actor.now) });
  tellCollection(actor, collection, operation);
  return collection;
}

export function tellCollection(actor: Actor, collection: AssetCollection, operation: EventOperation): void {
  const data = wireCollection(actor.state, collection);
  announce(actor, { event_type: "collections", realm: "objects", operation, object_id: collection.id, data });
}

/** Puts a collection into the delete queue; what lies in it stays as it is. */
export function discardCollection(actor: Actor, collection: AssetCollection): void {
  if (collection.status === "DELETED") return;
  const deleted = { date_deleted: timestamp(actor.now), deleted_by_user: userIdOf(actor) };
  changeCollection(actor, collection.id, { status: "DELETED", ...deleted }, "delete");
}

export function restoreCollection(actor: Actor, collection: AssetCollection): void {
  if (collection.status !== "DELETED") return;
  const restored = { status: "ACTIVE", date_deleted: undefined, deleted_by_user: undefined } as const;
  changeCollection(actor, collection.id, restored, "restore");
}

/** Removes an empty collection for good. @throws VendorError 403 where something lies in it */
export function purgeCollection(actor: Actor, collection: AssetCollection): void {
  const { state } = actor;
  refuseUnlessEmpty(actor, collection);
  for (const content of state.contents.by("object_id", collection.id)) state.contents.delete(content.id);
  for (const share of state.shares.by("object_id", collection.id)) state.shares.delete(share.id);
  for (const acl of state.acls.by("object_key", collection.id)) state.acls.delete(acl.id);
  state.metadataValues.delete(metadataId("collections", collection.id));
  state.collections.delete(collection.id);
  tellCollection(actor, collection, "purge");
}

export function refuseUnlessEmpty({ state }: Actor, { id }: AssetCollection): void {
  const isEmpty = state.contents.by("collection_id", id).length === 0;
  if (!isEmpty) throw permissionDenied("Forbidden - Collection is not empty");
}
