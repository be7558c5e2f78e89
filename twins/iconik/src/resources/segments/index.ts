import { del, get, noContent, patch, post, put, reply, type Reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { callerOf, needing } from "../../access/authorize.ts";
import { badRequest, notFound } from "../../errors.ts";
import { announce, type EventOperation } from "../../events.ts";
import { listPage } from "../../listing/list-page.ts";
import { NoQuery } from "../../listing/query.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, list as listOf, nullable, oneOf, uuid } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { currentVersion } from "../assets/version.ts";
import { finishedJob } from "../jobs/parent.ts";
import { metadataId } from "../metadata-values/metadata-values.ts";
import { reindexed } from "../reindex.ts";
import { segmentFilter, SegmentsQuery } from "./query.ts";
import {
  NEW_SEGMENT,
  NewSegment,
  NewSegments,
  type Segment,
  SEGMENT_TYPES,
  SegmentInput,
  SegmentPatch,
  SegmentsPatch,
  wireSegment,
} from "./segment.ts";
import { subtitles } from "./subtitles.ts";

const DeleteQuery = v.object({ soft_delete: v.exactOptional(boolean) });
const DeleteMany = fields({
  segment_ids: listOf(uuid),
  segment_type: oneOf(SEGMENT_TYPES),
  version_id: nullable(uuid),
});

type OfSegment = "asset_id" | "segment_id";

export const segments = resource<Iconik>("segments", {
  operations: {
    ...needing("can_read_segments", {
      ListSegments: get(
        "/API/assets/v1/assets/:asset_id/segments/",
        SegmentsQuery,
        (op: Op<SegmentsQuery, "asset_id">) => list(op, op.params),
      ),
      // iconik also documents GET …/segments/{segment_type}/: one route, told apart by what is asked for.
      GetSegment: get("/API/assets/v1/assets/:asset_id/segments/:segment_id/", SegmentsQuery, getOrListByType),
      ExportSegmentsVtt: get(
        "/API/assets/v1/assets/:asset_id/segments/vtt/",
        SegmentsQuery,
        (op: Op<SegmentsQuery, "asset_id">) => exported(op, "vtt"),
      ),
      ExportSegmentsSrt: get(
        "/API/assets/v1/assets/:asset_id/segments/srt/",
        SegmentsQuery,
        (op: Op<SegmentsQuery, "asset_id">) => exported(op, "srt"),
      ),
    }),
    ...needing("can_create_segments", {
      CreateSegment: post(
        "/API/assets/v1/assets/:asset_id/segments/",
        NewSegment,
        (op: Op<Values<typeof NewSegment>, "asset_id">) => reply(create(op, op.params), { status: 201 }),
      ),
      CreateSegments: post("/API/assets/v1/assets/:asset_id/segments/bulk/", NewSegments, createMany),
    }),
    ...needing("can_write_segments", {
      ReplaceSegment: put("/API/assets/v1/assets/:asset_id/segments/:segment_id/", SegmentInput, editOne),
      UpdateSegment: patch("/API/assets/v1/assets/:asset_id/segments/:segment_id/", SegmentPatch, editOne),
      ReplaceSegments: put("/API/assets/v1/assets/:asset_id/segments/bulk/", SegmentsPatch, editMany),
    }),
    ...needing("can_delete_segments", {
      DeleteSegment: del("/API/assets/v1/assets/:asset_id/segments/:segment_id/", DeleteQuery, remove),
      DeleteSegments: del(
        "/API/assets/v1/assets/:asset_id/segments/bulk/",
        { body: DeleteMany, query: NoQuery },
        removeMany,
      ),
    }),
    ...needing("can_reindex_segments", {
      ReindexSegments: post("/API/assets/v1/assets/:asset_id/segments/reindex/", (op: Op<object, "asset_id">) =>
        reindexed(op, `segments of ${op.state.assets.require(op.path.asset_id).title}`),
      ),
    }),
  },
});

function find(op: Call, assetId: string, id: string): Segment {
  op.state.assets.require(assetId);
  const segment = op.state.segments.require(id);
  if (segment.asset_id !== assetId) throw notFound("Segment does not exist");
  return segment;
}

function list(op: Op<SegmentsQuery, "asset_id">, params: SegmentsQuery): object {
  const asset = op.state.assets.require(op.path.asset_id);
  return listPage({ ...op, params }, op.state.segments, {
    where: { field: "asset_id", value: asset.id },
    filter: segmentFilter(params, currentVersion(asset).id),
    wire: (segment) => wireSegment(op.state, segment),
  });
}

function getOrListByType(op: Op<SegmentsQuery, OfSegment>): object {
  const { asset_id: assetId, segment_id: id } = op.path;
  const isType = (SEGMENT_TYPES as readonly string[]).includes(id);
  if (isType) return list(op, { ...op.params, segment_type: [id] });
  return wireSegment(op.state, find(op, assetId, id));
}

function exported(op: Op<SegmentsQuery, "asset_id">, form: "vtt" | "srt"): Reply {
  const asset = op.state.assets.require(op.path.asset_id);
  const isWanted = segmentFilter(op.params, currentVersion(asset).id);
  const text = subtitles(op.state.segments.by("asset_id", asset.id).filter(isWanted), form);
  return reply(text, { headers: { "content-type": form === "vtt" ? "text/vtt" : "application/x-subrip" } });
}

function create(op: Op<object, "asset_id">, given: Values<typeof NewSegment>): object {
  const { path, state, now } = op;
  const asset = state.assets.require(path.asset_id);
  if (given.parent_id !== undefined) state.segments.require(given.parent_id, "parent_id");
  const at = timestamp(now);
  const segment = state.segments.insert({
    ...NEW_SEGMENT,
    user_id: callerOf(op).id,
    version_id: currentVersion(asset).id,
    top_level: given.parent_id === undefined,
    ...given,
    asset_id: asset.id,
    date_created: at,
    date_modified: at,
  });
  return tell(op, segment, "create");
}

function createMany(op: Op<Values<typeof NewSegments>, "asset_id">): Reply {
  for (const given of op.params.objects) create(op, given);
  return done(op, `Creating ${op.params.objects.length} segments`);
}

function editOne(op: Op<Values<typeof SegmentPatch>, OfSegment>): object {
  return edit(op, find(op, op.path.asset_id, op.path.segment_id), op.params);
}

function editMany(op: Op<Values<typeof SegmentsPatch>, "asset_id">): Reply {
  for (const { id, ...change } of op.params.objects) edit(op, find(op, op.path.asset_id, id), change);
  return done(op, `Editing ${op.params.objects.length} segments`);
}

function edit(op: Call, { id }: Segment, change: Values<typeof SegmentPatch>): object {
  return tell(op, op.state.segments.update(id, { ...change, date_modified: timestamp(op.now) }), "update");
}

function remove(op: Op<Values<typeof DeleteQuery>, OfSegment>): Reply {
  const segment = find(op, op.path.asset_id, op.path.segment_id);
  if (op.params.soft_delete === true) tell(op, op.state.segments.update(segment.id, { status: "DELETED" }), "delete");
  else discard(op, segment);
  return noContent();
}

function removeMany(op: Op<Values<typeof DeleteMany>, "asset_id">): Reply {
  const { segment_ids: ids, segment_type: type, version_id: version } = op.params;
  if (ids === undefined && type === undefined) throw badRequest("Segment ids or segment type not provided correctly");
  const { id } = op.state.assets.require(op.path.asset_id);
  const doomed = op.state.segments
    .by("asset_id", id)
    .filter((each) => (ids?.includes(each.id) ?? true) && (type ?? each.segment_type) === each.segment_type)
    .filter((each) => (version ?? each.version_id) === each.version_id);
  if (doomed.length === 0) throw notFound("No segments found");
  for (const segment of doomed) discard(op, segment);
  return noContent();
}

/** Replies go with the comment they answer. */
function discard(op: Call, segment: Segment): void {
  for (const each of op.state.segments.by("asset_id", segment.asset_id)) {
    if (each.parent_id === segment.id) discard(op, each);
  }
  op.state.metadataValues.delete(metadataId("segments", segment.id));
  op.state.segments.delete(segment.id);
  tell(op, segment, "delete");
}

function done(op: Call, title: string): Reply {
  const { id, status } = finishedJob(op, { type: "METADATA", title });
  return reply({ job_id: id, status }, { status: 201 });
}

function tell(op: Call, segment: Segment, operation: EventOperation): object {
  const data = wireSegment(op.state, segment);
  announce(op, { event_type: "assets", realm: "segments", operation, object_id: segment.asset_id, data });
  return data;
}
