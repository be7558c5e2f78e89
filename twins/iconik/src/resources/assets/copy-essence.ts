import { timestamp } from "../../timestamps.ts";
import type { Actor } from "../../types.ts";
import { without } from "../../without.ts";
import { fileSetParts } from "../file-sets/file-set.ts";
import { fileParts } from "../files/file.ts";
import { formatParts } from "../formats/format.ts";
import type { SegmentType } from "../segments/segment.ts";
import type { Asset } from "./asset.ts";
import { changeAsset, withVersion } from "./change-asset.ts";

interface EssenceSource {
  readonly assetId: string;
  readonly versionId: string;
}

/** Gives a version the formats, file sets and files of another; their bytes are shared, not copied. */
export function copyEssence(
  actor: Actor,
  source: EssenceSource,
  asset: Asset,
  versionId: string,
  excludedFormats: readonly string[],
): void {
  const { state } = actor;
  const isSource = ({ version_id }: { readonly version_id: string }): boolean => version_id === source.versionId;
  const formats = state.formats.by("asset_id", source.assetId).filter(isSource);
  for (const format of formats.filter(({ id }) => !excludedFormats.includes(id))) {
    const own = { version_id: versionId };
    const copy = formatParts.create(actor, asset, { ...without(format, "id"), ...own });
    for (const fileSet of state.fileSets.by("format_id", format.id)) {
      const set = fileSetParts.create(actor, asset, { ...without(fileSet, "id"), ...own, format_id: copy.id });
      for (const file of state.files.by("file_set_id", fileSet.id)) {
        fileParts.create(actor, asset, { ...without(file, "id"), ...own, format_id: copy.id, file_set_id: set.id });
      }
    }
  }
  const isOnline = formats.some((format) => format.is_online === true);
  changeAsset(actor, asset.id, { is_online: isOnline, ...withVersion(asset, versionId, { is_online: isOnline }) });
}

/** Copies the segments of a version to another, of some types or of all. */
export function copySegments(
  { state, now }: Actor,
  assetId: string,
  fromVersion: string,
  toVersion: string,
  types: readonly SegmentType[] | undefined,
): void {
  const at = timestamp(now);
  const own = { version_id: toVersion, date_created: at, date_modified: at };
  for (const segment of state.segments.by("asset_id", assetId)) {
    const isWanted = segment.version_id === fromVersion && (types?.includes(segment.segment_type) ?? true);
    if (isWanted) state.segments.insert({ ...without(segment, "id"), ...own });
  }
}
