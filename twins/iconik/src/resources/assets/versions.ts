import { del, noContent, patch, post, put, reply } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { badRequest, conflict, notFound } from "../../errors.ts";
import { announce, type EventOperation } from "../../events.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, list, nullable, oneOf, text, uuid } from "../../params/values.ts";
import type { Call, Op } from "../../types.ts";
import { recordHistory } from "../history/history-entry.ts";
import { finishedJob } from "../jobs/parent.ts";
import { isEnded } from "../jobs/job.ts";
import { SEGMENT_TYPES } from "../segments/segment.ts";
import type { Asset } from "./asset.ts";
import { changeAsset, withVersion } from "./change-asset.ts";
import { copyEssence, copySegments } from "./copy-essence.ts";
import { purgeEssence } from "./lifecycle.ts";
import { type AssetVersion, currentVersion, newVersion, VersionPatch } from "./version.ts";

const NewVersion = fields({
  copy_metadata: boolean,
  copy_persons: boolean,
  copy_segments: boolean,
  include_segment_types: list(oneOf(SEGMENT_TYPES)),
  source_version_id: uuid,
});
const NewVersionFrom = fields({
  copy_previous_version_persons: boolean,
  copy_previous_version_segments: boolean,
  exclude_format_ids: nullable(list(text)),
  include_segment_types: list(oneOf(SEGMENT_TYPES)),
  source_metadata_asset_id: uuid,
});

type OfVersion = "asset_id" | "version_id";

export const versionOperations = {
  ...needing("can_write_versions", {
    CreateAssetVersion: post("/API/assets/v1/assets/:asset_id/versions/", NewVersion, create),
    CreateAssetVersionFromAsset: post(
      "/API/assets/v1/assets/:asset_id/versions/from/assets/:source_asset_id/",
      NewVersionFrom,
      createFromAsset,
    ),
    CreateAssetVersionFromVersion: post(
      "/API/assets/v1/assets/:asset_id/versions/from/versions/:source_version_id/",
      NewVersionFrom,
      createFromVersion,
    ),
    ReplaceAssetVersion: put("/API/assets/v1/assets/:asset_id/versions/:version_id/", VersionPatch, edit),
    UpdateAssetVersion: patch("/API/assets/v1/assets/:asset_id/versions/:version_id/", VersionPatch, edit),
    PromoteAssetVersion: put("/API/assets/v1/assets/:asset_id/versions/:version_id/promote/", promote),
  }),
  ...needing("can_delete_versions", {
    DeleteAssetVersion: del("/API/assets/v1/assets/:asset_id/versions/:version_id/", remove),
    DeleteOldAssetVersions: del("/API/assets/v1/assets/:asset_id/versions/old/", removeOld),
  }),
};

/** Gives an asset a new, empty current version. */
function addVersion(op: Call, asset: Asset): { readonly asset: Asset; readonly version: AssetVersion } {
  const number = Math.max(...asset.versions.map(({ version_number }) => version_number)) + 1;
  const version = newVersion(op, callerOf(op).id, number);
  const changed = changeAsset(op, asset.id, { versions: [version, ...asset.versions] });
  recordHistory(op, changed, "VERSION_CREATE", { version_id: version.id });
  tell(op, asset.id, version, "create");
  return { asset: changed, version };
}

function create(op: Op<Values<typeof NewVersion>, "asset_id">): object {
  const { params, path, state } = op;
  const before = state.assets.require(path.asset_id);
  const source = params.source_version_id ?? currentVersion(before).id;
  findVersion(before, source);
  const { asset, version } = addVersion(op, before);
  if (params.copy_segments === true) copySegments(op, asset.id, source, version.id, params.include_segment_types);
  return { asset_id: asset.id, versions: asset.versions };
}

function createFromAsset(op: Op<Values<typeof NewVersionFrom>, "asset_id" | "source_asset_id">): unknown {
  const source = op.state.assets.require(op.path.source_asset_id);
  const busy = op.state.jobs
    .by("object_id", source.id)
    .some(({ type, status }) => type === "TRANSCODE" && !isEnded(status));
  if (busy) throw conflict("The asset is being transcoded and cannot be set as a new version");
  return createFrom(op, source.id, currentVersion(source).id);
}

function createFromVersion(op: Op<Values<typeof NewVersionFrom>, "asset_id" | "source_version_id">): unknown {
  const source = findVersion(op.state.assets.require(op.path.asset_id), op.path.source_version_id);
  return createFrom(op, op.path.asset_id, source.id);
}

function createFrom(
  op: Op<Values<typeof NewVersionFrom>, "asset_id">,
  sourceAssetId: string,
  sourceVersionId: string,
): unknown {
  const before = op.state.assets.require(op.path.asset_id);
  const previous = currentVersion(before).id;
  const { asset, version } = addVersion(op, before);
  copyEssence(
    op,
    { assetId: sourceAssetId, versionId: sourceVersionId },
    asset,
    version.id,
    op.params.exclude_format_ids ?? [],
  );
  if (op.params.copy_previous_version_segments === true) {
    copySegments(op, asset.id, previous, version.id, op.params.include_segment_types);
  }
  const job = finishedJob(op, { type: "COPY", title: `Creating a version of ${asset.title}` });
  return reply({ job_id: job.id }, { status: 202 });
}

function edit(op: Op<Values<typeof VersionPatch>, OfVersion>): object {
  const asset = op.state.assets.require(op.path.asset_id);
  const { id } = findVersion(asset, op.path.version_id);
  const changed = findVersion(changeAsset(op, asset.id, withVersion(asset, id, op.params)), id);
  recordHistory(op, asset, "VERSION_UPDATE", { version_id: id });
  tell(op, asset.id, changed, "update");
  return changed;
}

/** Makes a version the current one. */
function promote(op: Op<object, OfVersion>): unknown {
  const asset = op.state.assets.require(op.path.asset_id);
  const promoted = findVersion(asset, op.path.version_id);
  const others = asset.versions.filter(({ id }) => id !== promoted.id);
  const changed = changeAsset(op, asset.id, { versions: [promoted, ...others], is_online: promoted.is_online });
  recordHistory(op, changed, "VERSION_PROMOTE", { version_id: promoted.id });
  tell(op, asset.id, promoted, "update");
  return noContent();
}

function remove(op: Op<object, OfVersion>): unknown {
  const asset = op.state.assets.require(op.path.asset_id);
  if (asset.versions.length === 1) throw badRequest("Cannot delete the only version of an asset");
  removeVersions(op, asset, [findVersion(asset, op.path.version_id)]);
  return noContent();
}

function removeOld(op: Op<object, "asset_id">): unknown {
  const asset = op.state.assets.require(op.path.asset_id);
  removeVersions(op, asset, asset.versions.slice(1));
  return noContent();
}

function removeVersions(op: Call, asset: Asset, doomed: readonly AssetVersion[]): void {
  const kept = asset.versions.filter((version) => !doomed.includes(version));
  changeAsset(op, asset.id, { versions: kept });
  for (const version of doomed) {
    purgeEssence(op, asset.id, version.id);
    recordHistory(op, asset, "VERSION_DELETE", { version_id: version.id });
    tell(op, asset.id, version, "delete");
  }
}

function findVersion({ versions }: Asset, id: string): AssetVersion {
  const version = versions.find((each) => each.id === id);
  if (version === undefined) throw notFound("Asset version does not exist");
  return version;
}

function tell(op: Call, assetId: string, version: AssetVersion, operation: EventOperation): void {
  announce(op, { event_type: "assets", realm: "versions", operation, object_id: assetId, data: version });
}
