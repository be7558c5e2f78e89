import type { Actor } from "../../types.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, dateTime, list, oneOf, text, uuid } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Asset } from "./asset.ts";

export const ANALYZE_STATUSES = ["N/A", "REQUESTED", "IN_PROGRESS", "FAILED", "DONE"] as const;
export const ARCHIVE_STATUSES = ["NOT_ARCHIVED", "ARCHIVING", "FAILED_TO_ARCHIVE", "ARCHIVED"] as const;
const VERSION_STATUSES = ["ACTIVE", "IN_PROGRESS", "FAILED", "DELETING", "DELETED"] as const;

export const VersionPatch = fields({
  analyze_status: oneOf(ANALYZE_STATUSES),
  archive_status: oneOf(ARCHIVE_STATUSES),
  created_by_user: uuid,
  date_created: dateTime,
  face_recognition_status: oneOf(ANALYZE_STATUSES),
  has_unconfirmed_persons: boolean,
  is_online: boolean,
  person_ids: list(uuid),
  status: oneOf(VERSION_STATUSES),
  transcribe_status: oneOf(ANALYZE_STATUSES),
  transcribed_languages: list(text),
});
export type VersionChange = Values<typeof VersionPatch>;

/** One version of an asset's essence; it stands inside the asset, the newest first. */
export interface AssetVersion extends Required<VersionChange> {
  readonly id: string;
  readonly version_number: number;
}

export function newVersion({ ids, now }: Actor, userId: string, number: number): AssetVersion {
  return {
    id: ids.uuid(),
    version_number: number,
    status: "ACTIVE",
    created_by_user: userId,
    date_created: timestamp(now),
    is_online: false,
    analyze_status: "N/A",
    archive_status: "NOT_ARCHIVED",
    face_recognition_status: "N/A",
    transcribe_status: "N/A",
    transcribed_languages: [],
    has_unconfirmed_persons: false,
    person_ids: [],
  };
}

/** The version that an asset shows: its formats, files and proxies are the asset's. */
export function currentVersion({ versions }: Asset): AssetVersion {
  const [current] = versions;
  if (current === undefined) throw new Error("an asset has at least one version");
  return current;
}
