import type { Actor } from "../../types.ts";
import { changeAsset, withVersion } from "../assets/change-asset.ts";
import { formatParts } from "../formats/format.ts";
import type { File } from "./file.ts";

/** With its first whole file a format can be reached, and with it the version and the asset. */
export function bringOnline(actor: Actor, file: File): void {
  const { state } = actor;
  const format = state.formats.get(file.format_id ?? "");
  const storage = state.storages.get(file.storage_id);
  if (format !== undefined && storage !== undefined) {
    const methods = new Set([...(format.storage_methods ?? []), storage.method]);
    formatParts.change(actor, format, { is_online: true, storage_methods: [...methods] });
  }
  const asset = state.assets.require(file.asset_id);
  const online = asset.versions.find(({ id }) => id === file.version_id)?.is_online ?? true;
  if (asset.is_online && online) return;
  changeAsset(actor, asset.id, { is_online: true, ...withVersion(asset, file.version_id, { is_online: true }) });
}
