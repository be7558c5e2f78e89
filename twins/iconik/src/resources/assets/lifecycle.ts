import { userIdOf } from "../../access/authorize.ts";
import { timestamp } from "../../timestamps.ts";
import type { Actor } from "../../types.ts";
import { removeFileSet } from "../file-sets/lifecycle.ts";
import { recordHistory } from "../history/history-entry.ts";
import { placeOfKeyframe } from "../keyframes/keyframe.ts";
import { metadataId } from "../metadata-values/metadata-values.ts";
import { dropObject } from "../objects/stored-object.ts";
import { placeOfProxy } from "../proxies/proxy.ts";
import type { Asset } from "./asset.ts";
import { changeAsset, tellAsset } from "./change-asset.ts";

/** Puts an asset into the delete queue; all that belongs to it stays. */
export function discardAsset(actor: Actor, asset: Asset): void {
  if (asset.status === "DELETED") return;
  recordHistory(actor, asset, "DELETE");
  const deleted = { date_deleted: timestamp(actor.now), deleted_by_user: userIdOf(actor) };
  tellAsset(actor, actor.state.assets.update(asset.id, { status: "DELETED", ...deleted }), "delete");
}

/** Takes an asset out of the delete queue. */
export function restoreAsset(actor: Actor, asset: Asset): void {
  if (asset.status === "ACTIVE") return;
  recordHistory(actor, asset, "RESTORE");
  const restored = changeAsset(actor, asset.id, {
    status: "ACTIVE",
    date_deleted: undefined,
    deleted_by_user: undefined,
  });
  tellAsset(actor, restored, "restore");
}

/** Removes an asset for good, with everything that hangs on it. */
export function purgeAsset(actor: Actor, asset: Asset): void {
  const { state } = actor;
  purgeEssence(actor, asset.id);
  for (const segment of state.segments.by("asset_id", asset.id)) {
    state.metadataValues.delete(metadataId("segments", segment.id));
    state.segments.delete(segment.id);
  }
  for (const entry of state.history.by("asset_id", asset.id)) state.history.delete(entry.id);
  for (const relation of state.relations.by("asset_id", asset.id)) state.relations.delete(relation.id);
  for (const relation of state.relations.by("related_to_asset_id", asset.id)) state.relations.delete(relation.id);
  for (const content of state.contents.by("object_id", asset.id)) state.contents.delete(content.id);
  for (const share of state.shares.by("object_id", asset.id)) state.shares.delete(share.id);
  for (const acl of state.acls.by("object_key", asset.id)) state.acls.delete(acl.id);
  state.metadataValues.delete(metadataId("assets", asset.id));
  state.assets.delete(asset.id);
  tellAsset(actor, asset, "purge");
}

/** Removes the files, proxies and keyframes of an asset, or of one of its versions, with their bytes. */
export function purgeEssence(actor: Actor, assetId: string, versionId?: string): void {
  const { state } = actor;
  const isDoomed = ({ version_id }: { readonly version_id: string }): boolean =>
    versionId === undefined || version_id === versionId;
  for (const fileSet of state.fileSets.by("asset_id", assetId).filter(isDoomed)) removeFileSet(actor, fileSet);
  for (const format of state.formats.by("asset_id", assetId).filter(isDoomed)) state.formats.delete(format.id);
  for (const proxy of state.proxies.by("asset_id", assetId).filter(isDoomed)) {
    dropObject(state, placeOfProxy(proxy));
    state.proxies.delete(proxy.id);
  }
  for (const keyframe of state.keyframes.by("asset_id", assetId).filter(isDoomed)) {
    dropObject(state, placeOfKeyframe(keyframe));
    state.keyframes.delete(keyframe.id);
  }
}
