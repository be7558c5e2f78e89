import { userIdOf } from "../../access/authorize.ts";
import { announce, type EventOperation } from "../../events.ts";
import { timestamp } from "../../timestamps.ts";
import type { Actor } from "../../types.ts";
import type { Asset } from "./asset.ts";
import type { VersionChange } from "./version.ts";
import { wireAsset } from "./wire.ts";

/** Changes an asset and tells it. */
export function changeAsset(actor: Actor, id: string, change: Partial<Omit<Asset, "id">>): Asset {
  const asset = actor.state.assets.update(id, {
    ...change,
    updated_by_user: userIdOf(actor),
    date_modified: timestamp(actor.now),
  });
  tellAsset(actor, asset, "update");
  return asset;
}

export function tellAsset(actor: Actor, asset: Asset, operation: EventOperation): void {
  const data = wireAsset(actor.state, asset);
  announce(actor, { event_type: "assets", realm: "objects", operation, object_id: asset.id, data });
}

/** The versions of an asset with one of them changed. */
export function withVersion({ versions }: Asset, versionId: string, change: VersionChange): Pick<Asset, "versions"> {
  return { versions: versions.map((version) => (version.id === versionId ? { ...version, ...change } : version)) };
}
