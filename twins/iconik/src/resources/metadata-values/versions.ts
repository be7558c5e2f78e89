import { get, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { boolean } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { readInView } from "./read.ts";
import { requireInAsset } from "./subject.ts";

const OF_ASSET = "/API/metadata/v1/assets/:asset_id/versions/:version_id/views/:view_id/";
const IN_ASSET = "/API/metadata/v1/assets/:asset_id/:object_type/:object_id/versions/:version_id/views/:view_id/";

const ReadQuery = v.object({ reencode_values_to_string: v.optional(boolean, "false") });
type ReadQuery = v.InferOutput<typeof ReadQuery>;
type OfVersion = "asset_id" | "version_id" | "view_id";

/** An asset has one set of metadata here, whichever of its versions is asked for. */
export const metadataVersionOperations = resource<Iconik>("metadata-versions", {
  operations: needing("can_read_metadata_values", {
    GetAssetVersionMetadataValues: get(OF_ASSET, ReadQuery, (op: Op<ReadQuery, OfVersion>) =>
      readVersion(op, "assets", op.path.asset_id),
    ),
    GetAssetObjectVersionMetadataValues: get(
      IN_ASSET,
      ReadQuery,
      (op: Op<ReadQuery, OfVersion | "object_type" | "object_id">) =>
        readVersion(op, op.path.object_type, op.path.object_id),
    ),
  }),
});

function readVersion(op: Op<ReadQuery, OfVersion>, objectType: string, objectId: string): object {
  const { asset_id: assetId, version_id: version } = op.path;
  const subject = requireInAsset(op, assetId, { objectType, objectId, permission: "read" });
  if (!op.state.assets.require(assetId).versions.some(({ id }) => id === version)) {
    throw notFound("Asset version does not exist");
  }
  return { ...readInView(op, subject), version_id: version };
}
