import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, integer, nullable, oneOf, text, uuid } from "../../params/values.ts";
import { type AssetPart, partsOf } from "../asset-parts.ts";
import { FILE_STATUSES, type FileStatus } from "../files/file.ts";
import type { ObjectPlace } from "../objects/signed-url.ts";
import { transferFields } from "../objects/transfer.ts";
import { resolution } from "../proxies/proxy.ts";

const timeBase = fields({ denominator: integer(), numerator: integer() });

const keyframeFields = {
  name: text,
  filename: text,
  format: nullable(text),
  type: oneOf(["KEYFRAME_MAP", "KEYFRAME", "POSTER"]),
  status: oneOf(FILE_STATUSES),
  is_custom_keyframe: boolean,
  resolution,
  rotation: nullable(integer()),
  size: nullable(integer({ min: 0 })),
  time_code: fields({ frames_number: integer(), is_drop_frame: boolean, time_base: timeBase }),
  storage_id: uuid,
  version_id: uuid,
};

export const NewKeyframe = fields(keyframeFields, ["type"]);
export const KeyframePatch = fields(keyframeFields);

/** A still of an asset: its poster, one frame, or many frames in one picture. */
export interface Keyframe extends Omit<Values<typeof NewKeyframe>, "version_id">, AssetPart {
  readonly name: string;
  readonly filename: string;
  readonly status: FileStatus;
  readonly storage_id: string;
  readonly is_public: boolean;
}

export const NEW_KEYFRAME = {
  status: "OPEN",
  is_public: false,
  is_custom_keyframe: false,
  format: null,
  rotation: null,
  size: null,
} as const satisfies Partial<Keyframe>;

const NO_SUCH = "Keyframe for this asset don't exist";

export const keyframes = collection<Keyframe, "asset_id">({
  id: (ids) => ids.uuid(),
  missing: missing(NO_SUCH),
  indexes: ["asset_id"],
});

export const keyframeParts = partsOf<Keyframe>({
  realm: "keyframes",
  of: (state) => state.keyframes,
  noSuch: NO_SUCH,
  wire: (call, keyframe) => ({
    collection_id: null,
    ...keyframe,
    ...transferFields(call, keyframe, placeOfKeyframe(keyframe)),
  }),
  isListed: ({ status }) => status !== "DELETED",
});

export function placeOfKeyframe({ storage_id, asset_id, id, filename }: Keyframe): ObjectPlace {
  return { storageId: storage_id, key: `${asset_id}/keyframes/${id}/${filename}` };
}
