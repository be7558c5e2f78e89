import * as v from "valibot";
import { matching } from "../../listing/filters.ts";
import { pageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { boolean, integer, text } from "../../params/values.ts";
import type { Segment } from "./segment.ts";

const FILTERS = [
  "ids",
  "transcription_id",
  "version_id",
  "segment_type",
  "segment_color",
  "time_start_milliseconds",
  "time_end_milliseconds",
  "status",
  "person_id",
  "share_id",
  "project_id",
] as const;

export const SegmentsQuery = v.object({
  ...pageQuery(FILTERS).entries,
  query: v.exactOptional(text),
  time_start_milliseconds__gte: v.exactOptional(integer()),
  time_end_milliseconds__lte: v.exactOptional(integer()),
  include_all_versions: v.exactOptional(boolean),
});
export type SegmentsQuery = Values<typeof SegmentsQuery>;

/** Segments of the current version unless the query names others; deleted ones only where it asks for them. */
export function segmentFilter(params: SegmentsQuery, currentVersion: string): (segment: Segment) => boolean {
  const chosen = matching<Segment, (typeof FILTERS)[number]>(params, FILTERS);
  const anyVersion = params.include_all_versions === true || params.version_id !== undefined;
  const { time_start_milliseconds__gte: from = -Infinity, time_end_milliseconds__lte: to = Infinity } = params;
  const words = params.query?.toLowerCase();
  return (segment) =>
    (chosen?.(segment) ?? true) &&
    (anyVersion || segment.version_id === currentVersion) &&
    (params.status !== undefined || segment.status === "ACTIVE") &&
    (segment.time_start_milliseconds ?? from) >= from &&
    (segment.time_end_milliseconds ?? to) <= to &&
    (words === undefined || (segment.segment_text ?? "").toLowerCase().includes(words));
}
