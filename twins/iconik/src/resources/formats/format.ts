import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, list, map, oneOf, text, uuid } from "../../params/values.ts";
import { type AssetPart, partsOf } from "../asset-parts.ts";
import { ARCHIVE_STATUSES } from "../assets/version.ts";

const COMPONENT_TYPES = [
  "VIDEO",
  "AUDIO",
  "IMAGE",
  "TEXT",
  "OTHER",
  "NON_MEDIA",
  "EXIF",
  "IPTC",
  "XMP",
  "GENERAL",
] as const;

export const ComponentInput = fields({ name: text, type: oneOf(COMPONENT_TYPES), metadata: map(text) }, [
  "name",
  "type",
]);

/** A track of a format: one picture or sound in its files. */
export interface Component extends Values<typeof ComponentInput> {
  readonly id: string;
}

const formatFields = {
  name: text,
  status: oneOf(["ACTIVE", "DELETED"]),
  archive_status: oneOf(ARCHIVE_STATUSES),
  components: list(ComponentInput),
  is_online: boolean,
  metadata: list(map(text)),
  storage_methods: list(text),
  user_id: uuid,
  version_id: uuid,
};

export const FormatInput = fields(formatFields, ["name"]);
export const FormatPatch = fields(formatFields);

/** One rendition of an asset's essence, such as `ORIGINAL`. */
export interface Format extends Omit<Values<typeof FormatInput>, "version_id">, AssetPart {
  readonly status: "ACTIVE" | "DELETED";
  readonly components: readonly Component[];
  readonly deleted_by_user?: string | undefined;
  readonly date_deleted?: string | undefined;
}

export const NEW_FORMAT = {
  status: "ACTIVE",
  archive_status: "NOT_ARCHIVED",
  is_online: false,
  metadata: [],
  storage_methods: [],
} as const satisfies Partial<Format>;

const NO_SUCH = "Format for this asset doesn't exist";

export const formats = collection<Format, "asset_id">({
  id: (ids) => ids.uuid(),
  missing: missing(NO_SUCH),
  indexes: ["asset_id"],
});

export const formatParts = partsOf<Format>({
  realm: "formats",
  of: (state) => state.formats,
  noSuch: NO_SUCH,
  wire: (_call, format) => ({ warnings: [], ...format }),
  isListed: ({ status }) => status === "ACTIVE",
});
