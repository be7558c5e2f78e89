import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, email, integer, json, list, nullable, number, oneOf, text, uuid } from "../../params/values.ts";
import type { State } from "../../types.ts";
import { metadataDocument } from "../metadata-values/metadata-values.ts";

export const SEGMENT_TYPES = ["MARKER", "QC", "GENERIC", "COMMENT", "TAG", "TRANSCRIPTION", "SCENE", "PERSON"] as const;
export type SegmentType = (typeof SEGMENT_TYPES)[number];

const drawing = fields({
  primitives: list(
    fields(
      {
        type: oneOf(["LINE", "RECTANGLE", "ARROW", "ELLIPSE", "PENCIL", "TEXT"]),
        color: text,
        opacity: number,
        points: list(fields({ x: integer(), y: integer() })),
        text,
        width: number,
      },
      ["type"],
    ),
  ),
});

const segmentFields = {
  segment_type: oneOf(SEGMENT_TYPES),
  segment_text: nullable(text),
  segment_color: text,
  segment_track: nullable(text),
  segment_checked: boolean,
  status: oneOf(["ACTIVE", "DELETED"]),
  time_start_milliseconds: nullable(integer()),
  time_end_milliseconds: nullable(integer()),
  drawing: nullable(drawing),
  external_id: nullable(text),
  keyframe_id: nullable(uuid),
  metadata: json,
  metadata_view_id: nullable(uuid),
  person_id: nullable(uuid),
  project_id: nullable(uuid),
  share_id: nullable(uuid),
  share_user_email: nullable(email),
  transcription_id: nullable(uuid),
  version_id: uuid,
};
const placeFields = { parent_id: uuid, path: text, top_level: boolean, user_id: uuid };

export const NewSegment = fields({ ...segmentFields, ...placeFields }, ["segment_type"]);
export const SegmentInput = fields(segmentFields, ["segment_type"]);
export const SegmentPatch = fields(segmentFields);
export const NewSegments = fields({ objects: list(NewSegment) }, ["objects"]);
export const SegmentsPatch = fields({ objects: list(fields({ ...segmentFields, id: uuid }, ["id"])) }, ["objects"]);

/** A stretch of an asset's time with something said of it: a comment, a marker, a line of a transcription. */
export interface Segment extends Values<typeof NewSegment> {
  readonly id: string;
  readonly asset_id: string;
  readonly version_id: string;
  readonly status: "ACTIVE" | "DELETED";
  readonly user_id: string;
  readonly top_level: boolean;
  readonly date_created: string;
  readonly date_modified: string;
}

export const NEW_SEGMENT = {
  status: "ACTIVE",
  segment_text: null,
  segment_track: null,
  segment_checked: false,
  time_start_milliseconds: null,
  time_end_milliseconds: null,
  drawing: null,
  external_id: null,
  keyframe_id: null,
  metadata_view_id: null,
  person_id: null,
  project_id: null,
  share_id: null,
  share_user_email: null,
  transcription_id: null,
} as const satisfies Partial<Segment>;

export const segments = collection<Segment, "asset_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Segment does not exist"),
  indexes: ["asset_id"],
});

export function wireSegment(state: State, segment: Segment): object {
  const author = state.users.get(segment.user_id);
  return {
    metadata: metadataDocument(state, "segments", segment.id),
    ...segment,
    has_drawing: (segment.drawing?.primitives ?? []).length > 0,
    ...(author === undefined ? {} : { user_first_name: author.first_name, user_last_name: author.last_name ?? "" }),
  };
}
