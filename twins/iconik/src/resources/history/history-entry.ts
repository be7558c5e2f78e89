import { collection } from "@twinkit-pro/twinkit";
import { userIdOf } from "../../access/authorize.ts";
import { missing } from "../../errors.ts";
import { timestamp } from "../../timestamps.ts";
import type { Actor } from "../../types.ts";
import type { Asset } from "../assets/asset.ts";
import { currentVersion } from "../assets/version.ts";

export const HISTORY_OPERATIONS = [
  "EXPORT",
  "TRANSCODE",
  "ANALYZE",
  "ADD_FORMAT",
  "DELETE_FORMAT",
  "RESTORE_FORMAT",
  "DELETE_FILESET",
  "DELETE_FILE",
  "RESTORE_FILESET",
  "MODIFY_FILESET",
  "APPROVE",
  "REJECT",
  "DOWNLOAD",
  "METADATA",
  "CUSTOM",
  "TRANSCRIPTION",
  "VERSION_CREATE",
  "VERSION_DELETE",
  "VERSION_UPDATE",
  "VERSION_PROMOTE",
  "RESTORE",
  "RESTORE_FROM_GLACIER",
  "ARCHIVE",
  "RESTORE_ARCHIVE",
  "DELETE",
  "TRANSFER",
  "UNLINK_SUBCLIP",
  "FACE_RECOGNITION",
] as const;
export type HistoryOperation = (typeof HISTORY_OPERATIONS)[number];

/** Something that was done to an asset. */
export interface HistoryEntry {
  readonly id: string;
  readonly asset_id: string;
  readonly version_id: string;
  readonly operation_type: HistoryOperation;
  readonly operation_description: string | null;
  readonly job_id: string | null;
  readonly share_id: string | null;
  readonly share_user_id: string | null;
  readonly user_id: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export const history = collection<HistoryEntry, "asset_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Asset history entity does not exist"),
  indexes: ["asset_id"],
});

type Detail = Partial<
  Pick<HistoryEntry, "operation_description" | "job_id" | "share_id" | "share_user_id" | "version_id">
>;

/** Writes down what was done to an asset. */
export function recordHistory(
  actor: Actor,
  asset: Asset,
  operation: HistoryOperation,
  detail: Detail = {},
): HistoryEntry {
  const at = timestamp(actor.now);
  return actor.state.history.insert({
    asset_id: asset.id,
    version_id: currentVersion(asset).id,
    operation_type: operation,
    operation_description: null,
    job_id: null,
    share_id: null,
    share_user_id: null,
    ...detail,
    user_id: userIdOf(actor),
    date_created: at,
    date_modified: at,
  });
}
