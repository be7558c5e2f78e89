import { collection } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, dateTime, email, list, nullable, text, uuid } from "../../params/values.ts";
import { instantOf } from "../../timestamps.ts";
import type { State } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";
import { without } from "../../without.ts";

const optionFields = {
  allow_approving_comments: boolean,
  allow_comments: boolean,
  allow_custom_actions: boolean,
  allow_download: boolean,
  allow_download_proxy: boolean,
  allow_setting_approve_status: boolean,
  allow_upload: boolean,
  allow_user_search_for_mentions: boolean,
  allow_view_transcriptions: boolean,
  allow_view_versions: boolean,
  is_approval: nullable(boolean),
  metadata_views: nullable(list(text)),
  show_watermark: nullable(boolean),
  upload_storage_id: nullable(uuid),
};
const REQUIRED = [
  "allow_approving_comments",
  "allow_comments",
  "allow_download",
  "allow_setting_approve_status",
] as const;

/** A date alone is its first instant. */
const expiry = v.pipe(
  v.string("Not a valid datetime."),
  v.transform((given) => (/^\d{4}-\d{2}-\d{2}$/.test(given) ? `${given}T00:00:00Z` : given)),
  dateTime,
);
const shareFields = {
  ...optionFields,
  expires: expiry,
  message: nullable(text),
  project_id: nullable(uuid),
  title: nullable(text),
};
const password = nullable(text);

export const NewShare = fields({ ...shareFields, password, emails: list(email) }, [...REQUIRED, "emails"]);
export const NewShareUrl = fields({ ...shareFields, password }, REQUIRED);
const OBJECTS_MAX = 500;
const someObjects = v.pipe(
  list(uuid),
  v.minLength(1, "Shorter than minimum length 1."),
  v.maxLength(OBJECTS_MAX, `Longer than maximum length ${OBJECTS_MAX}.`),
);
export const NewBulkShare = fields(
  { ...shareFields, title: text, password, emails: list(email), object_ids: someObjects, share_by_url: boolean },
  [...REQUIRED, "title", "object_ids"],
);
export const ShareInput = fields(shareFields, REQUIRED);
export const ShareDeletion = fields({ share_ids: list(uuid) });

/** Lets people outside the domain see one object until it expires. */
export interface Share extends Omit<Values<typeof NewShareUrl>, "password"> {
  readonly id: string;
  readonly object_type: string;
  readonly object_id: string;
  readonly owner_id: string;
  readonly has_password: boolean;
  /** Where anyone may open it; null where it was sent to addresses. */
  readonly url: string | null;
  readonly expires: string;
  readonly date_created: string;
}

export const shares = collection<Share, "object_id" | "owner_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Share does not exist"),
  indexes: ["object_id", "owner_id"],
});

const UNSET = {
  allow_custom_actions: false,
  allow_download_proxy: false,
  allow_upload: false,
  allow_user_search_for_mentions: false,
  allow_view_transcriptions: false,
  allow_view_versions: false,
  is_approval: false,
  metadata_views: [],
  project_id: null,
  show_watermark: null,
  title: null,
  upload_storage_id: null,
} as const;

/** From `expires` on, a share is as good as deleted. */
export function isLive({ expires }: Share, now: number): boolean {
  return now < (instantOf(expires) ?? 0);
}

/** The message went out with the share and is not shown again. */
export function wireShare(state: State, share: Share) {
  return { ...UNSET, ...without(share, "message"), system_domain_id: systemDomainOf(state).id };
}
