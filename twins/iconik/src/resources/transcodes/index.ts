import { del, get, noContent, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { badRequest, invalidField, notFound } from "../../errors.ts";
import { listPage } from "../../listing/list-page.ts";
import { PageQuery } from "../../listing/query.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, integer, list, nullable, oneOf, text, uuid } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { type File, fileParts } from "../files/file.ts";
import { objectsOf, BULK_TYPES } from "../bulk-objects.ts";
import { startParent } from "../jobs/parent.ts";
import { abortJob } from "../jobs/control.ts";
import { changeJob, isEnded, type Job } from "../jobs/job.ts";
import type { PlanName } from "../jobs/plan.ts";
import { startJob } from "../jobs/runner.ts";
import { proxyParts } from "../proxies/proxy.ts";
import { bestSource } from "./best-source.ts";
import { queueRecord, wireTranscode } from "./wire.ts";

const TranscodeRequest = fields({
  priority: nullable(integer({ min: 1, max: 10 })),
  set_as_custom_keyframe: nullable(boolean),
});
type TranscodeRequest = Values<typeof TranscodeRequest>;
const NewTranscode = fields({ asset_id: text, version_id: text, priority: integer({ min: 1, max: 10 }) });
const BulkTranscode = fields(
  { object_ids: list(uuid), object_type: oneOf(BULK_TYPES), format_name: text, priority: integer({ min: 1, max: 10 }) },
  ["object_ids", "object_type"],
);

type OfFile = "asset_id" | "file_id";
type OfJob = "transcode_job_id";

export const transcodes = resource<Iconik>("transcodes", {
  operations: {
    ...needing("can_create_transcode_jobs", {
      TranscodeFile: post(
        "/API/files/v1/assets/:asset_id/files/:file_id/keyframes/",
        TranscodeRequest,
        (op: Op<TranscodeRequest, OfFile>) => startForFile(op, "transcode", "Transcoding"),
      ),
      ExtractMediainfo: post(
        "/API/files/v1/assets/:asset_id/files/:file_id/mediainfo/",
        TranscodeRequest,
        (op: Op<TranscodeRequest, OfFile>) => startForFile(op, "mediainfo", "Extracting mediainfo of"),
      ),
      TranscodeProxy: post(
        "/API/files/v1/assets/:asset_id/proxies/:proxy_id/keyframes/",
        TranscodeRequest,
        transcodeProxy,
      ),
      BulkTranscode: post("/API/files/v1/assets/bulk/keyframes/", BulkTranscode, transcodeMany),
    }),
    ...needing("can_create_poster", {
      CaptureFrame: post(
        "/API/files/v1/assets/:asset_id/files/:file_id/capture/:milliseconds/",
        TranscodeRequest,
        captureFrame,
      ),
    }),
    ...needing("can_write_transcode_jobs", {
      CreateTranscode: post("/API/transcode/v1/transcode/", NewTranscode, create),
      ChangeTranscodePriority: put("/API/transcode/v1/transcode/:transcode_job_id/priority/:priority/", changePriority),
      ChangeTranscodePosition: post(
        "/API/transcode/v1/transcode/:transcode_job_id/position/:position/",
        changePosition,
      ),
    }),
    ...needing("can_read_transcode_jobs", {
      GetTranscode: get("/API/transcode/v1/transcode/:transcode_job_id/", (op: Op<object, OfJob>) =>
        wireTranscode(op.state, findJob(op)),
      ),
      ListTranscodeQueue: get("/API/transcode/v1/transcode/queue/", PageQuery, listQueue),
      ListObjectTranscodes: get("/API/transcode/v1/transcode/:object_type/:object_id/", listOfObject),
      ListVersionTranscodes: get(
        "/API/transcode/v1/transcode/:object_type/:object_id/versions/:version_id/",
        listOfObject,
      ),
    }),
    ...needing("can_delete_transcode_jobs", {
      CancelTranscode: del("/API/transcode/v1/transcode/:transcode_job_id/", cancel),
    }),
  },
});

function startForFile(op: Op<TranscodeRequest, OfFile>, plan: PlanName, doing: string): object {
  const file = fileParts.find(op, op.path.asset_id, op.path.file_id);
  return { job_id: startOn(op, plan, doing, file).id };
}

function startOn(op: Op<TranscodeRequest>, plan: PlanName, doing: string, file: File): Job {
  if (file.status !== "CLOSED") throw badRequest("File is not closed");
  return startJob(op, plan, {
    title: `${doing} ${file.original_name}`,
    errand: { asset_id: file.asset_id, version_id: file.version_id, file_id: file.id },
    object: { type: "assets", id: file.asset_id },
    priority: op.params.priority ?? undefined,
  });
}

/** Keyframes from a proxy: of the version that the proxy shows. */
function transcodeProxy(op: Op<TranscodeRequest, "asset_id" | "proxy_id">): object {
  const proxy = proxyParts.find(op, op.path.asset_id, op.path.proxy_id);
  const file = bestSource(op.state, proxy.asset_id, proxy.version_id);
  if (file === undefined) throw notFound("File or asset not found");
  return { job_id: startOn(op, "transcode", "Creating keyframes of", file).id };
}

function captureFrame(op: Op<TranscodeRequest, OfFile | "milliseconds">): object {
  const file = fileParts.find(op, op.path.asset_id, op.path.file_id);
  const milliseconds = Number(op.path.milliseconds);
  if (!Number.isInteger(milliseconds) || milliseconds < 0) throw invalidField("milliseconds", "Not a valid integer.");
  const job = startJob(op, "capture", {
    title: `Capturing a frame of ${file.original_name}`,
    errand: { asset_id: file.asset_id, version_id: file.version_id, file_id: file.id, milliseconds },
    object: { type: "assets", id: file.asset_id },
    priority: op.params.priority ?? undefined,
  });
  return { job_id: job.id };
}

/** One job for all of them, with a job below it for each asset. */
function transcodeMany(op: Op<Values<typeof BulkTranscode>>): object {
  const { assets } = objectsOf(op, op.params.object_type, op.params.object_ids);
  const sources = assets.flatMap(({ id }) => bestSource(op.state, id, undefined, op.params.format_name) ?? []);
  const parent = startParent(op, { type: "TRANSCODE", title: `Transcoding ${sources.length} assets` }, (parentId) =>
    sources.map((file) =>
      startJob(op, "transcode", {
        title: `Transcoding ${file.original_name}`,
        errand: { asset_id: file.asset_id, version_id: file.version_id, file_id: file.id },
        object: { type: "assets", id: file.asset_id },
        parentId,
        priority: op.params.priority,
      }),
    ),
  );
  return { job_id: parent.id };
}

function create(op: Op<Values<typeof NewTranscode>>): unknown {
  const { params, state } = op;
  if (params.asset_id === undefined) throw invalidField("asset_id", "Missing data for required field.");
  const asset = state.assets.require(params.asset_id, "asset_id");
  const file = bestSource(state, asset.id, params.version_id);
  if (file === undefined) throw badRequest("The asset has no file to transcode");
  return reply(wireTranscode(state, startOn(op, "transcode", "Transcoding", file)), { status: 201 });
}

function findJob({ path, state }: Op<object, OfJob>): Job {
  const job = state.jobs.get(path.transcode_job_id);
  if (job === undefined || !state.runs.has(job.id)) throw notFound("Transcode does not exist");
  return job;
}

function cancel(op: Op<object, OfJob>): unknown {
  const job = findJob(op);
  if (!isEnded(job.status)) abortJob(op, job);
  return noContent();
}

function changePriority(op: Op<object, OfJob | "priority">): object {
  const priority = Number(op.path.priority);
  if (!Number.isInteger(priority) || priority < 1 || priority > 10)
    throw invalidField("priority", "Not a valid integer.");
  changeJob(op, findJob(op).id, { priority });
  return {};
}

/** Work in the twin starts at once, so that a place in the queue is only looked at, not kept. */
function changePosition(op: Op<object, OfJob | "position">): object {
  findJob(op);
  if (op.path.position !== "top" && op.path.position !== "bottom")
    throw badRequest("Position is neither top nor bottom");
  return {};
}

function listQueue(op: Op<PageQuery>): object {
  return listPage(op, op.state.jobs, {
    filter: ({ id, status }) => op.state.runs.has(id) && !isEnded(status),
    wire: (job) => queueRecord(op.state, job),
  });
}

function listOfObject({ path, state }: Op<object, "object_type" | "object_id">): object {
  const version = "version_id" in path ? path.version_id : null;
  const records = state.jobs
    .by("object_id", path.object_id)
    .filter((job) => job.object_type === path.object_type && state.runs.has(job.id))
    .map((job) => queueRecord(state, job))
    .filter((record) => version === null || record.version_id === version);
  return { objects: records };
}
