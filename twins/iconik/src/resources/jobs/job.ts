import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { announce, type EventOperation } from "../../events.ts";
import { timestamp } from "../../timestamps.ts";
import type { Actor, State, Work } from "../../types.ts";
import { without } from "../../without.ts";

export const JOB_STATUSES = [
  "READY",
  "STARTED",
  "FINISHED",
  "FINISHED_WITH_WARNING",
  "FAILED",
  "WAITING",
  "ABORT_PENDING",
  "ABORTED",
  "SKIPPED",
  "PAUSED",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const JOB_TYPES = [
  "MEDIAINFO",
  "TRANSCODE",
  "KEYFRAMES",
  "EXPORT",
  "DELETE",
  "REINDEX",
  "MOVE",
  "TRANSFER",
  "ANALYZE",
  "METADATA",
  "CUSTOM",
  "SCAN",
  "ARCHIVE",
  "RESTORE",
  "RESTORE_FROM_GLACIER",
  "ACL",
  "COPY",
  "TRANSCRIPTION",
  "REQUEST_COLLECTION_MAP",
  "COLLECTION_CUSTOM_ORDER",
  "STORAGE_GATEWAY_FILE_INGEST",
  "MARK_MISSING",
  "FACE_RECOGNITION",
  "SET_APPROVAL",
  "REQUEST_APPROVAL",
  "CHANGE_PERSON",
  "CONFIRM_PERSON",
  "DELETE_PERSON",
  "AUTOMATION",
  "REVIEW_REQUEST",
  "CONVERT_SAVED_SEARCH_TO_COLLECTION",
] as const;
export type JobType = (typeof JOB_TYPES)[number];

export const STEP_STATUSES = ["IN_PROGRESS", "WAITING", "FAILED", "DONE", "SKIPPED"] as const;

export interface JobStep {
  readonly id: string;
  readonly label: string;
  readonly status: (typeof STEP_STATUSES)[number];
  readonly message: string | null;
  readonly error_message: string | null;
  readonly date_updated: string;
}

export interface ChildProgress {
  readonly status: JobStatus;
  readonly progress_processed: number;
  readonly progress_total: number;
}

export interface Job {
  readonly id: string;
  readonly type: JobType;
  readonly custom_type: string | null;
  readonly title: string;
  readonly status: JobStatus;
  readonly object_type: string | null;
  readonly object_id: string | null;
  readonly related_objects: readonly { readonly object_type: string; readonly object_id: string }[];
  readonly parent_id: string | null;
  readonly has_children: boolean;
  readonly children_progress: Readonly<Record<string, ChildProgress>>;
  readonly priority: number;
  /** Percent. */
  readonly progress: number;
  readonly progress_processed: number;
  readonly progress_total: number;
  readonly steps: readonly JobStep[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly job_context: Readonly<Record<string, unknown>>;
  readonly action_context: Readonly<Record<string, unknown>>;
  readonly message?: string | undefined;
  readonly error_message?: string | undefined;
  readonly started_at?: string | undefined;
  readonly completed_at?: string | undefined;
  readonly created_by: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export type JobChange = Partial<Omit<Job, "id">>;

const PRIORITY_DEFAULT = 5;

/** A job before anything is known of it but its kind. */
export const NEW_JOB = {
  custom_type: null,
  status: "READY",
  object_type: null,
  object_id: null,
  related_objects: [],
  parent_id: null,
  has_children: false,
  children_progress: {},
  priority: PRIORITY_DEFAULT,
  progress: 0,
  progress_processed: 0,
  progress_total: 0,
  steps: [],
  metadata: {},
  job_context: {},
  action_context: {},
} as const satisfies JobChange;

export const jobs = collection<Job, "parent_id" | "object_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Job does not exist"),
  indexes: ["parent_id", "object_id"],
});

/** iconik's schema of a job has no empty list of related objects. */
export function wireJob(job: Job): object {
  return job.related_objects.length > 0 ? job : without(job, "related_objects");
}

const ENDED: readonly JobStatus[] = ["FINISHED", "FINISHED_WITH_WARNING", "FAILED", "ABORTED", "SKIPPED"];

export function isEnded(status: JobStatus): boolean {
  return ENDED.includes(status);
}

/** A step as it stands before the job reaches it. */
export function waitingStep({ ids, now }: Pick<Work, "ids" | "now">, label: string): JobStep {
  const at = timestamp(now);
  return { id: ids.uuid(), label, status: "WAITING", message: null, error_message: null, date_updated: at };
}

/** Changes a job, carries the change to its parent, and tells both. */
export function changeJob(actor: Actor, id: string, change: JobChange): Job {
  const { state, now } = actor;
  const at = timestamp(now);
  const before = state.jobs.require(id);
  const ends = change.status !== undefined && isEnded(change.status) && !isEnded(before.status);
  const job = state.jobs.update(id, { ...change, ...(ends ? { completed_at: at } : {}), date_modified: at });
  tellJob(actor, job, "update");
  if (job.parent_id !== null && state.jobs.has(job.parent_id)) {
    changeJob(actor, job.parent_id, progressOfParent(state, job));
  }
  return job;
}

export function tellJob(actor: Actor, job: Job, operation: EventOperation): void {
  announce(actor, { event_type: "jobs", realm: "objects", operation, object_id: job.id, data: wireJob(job) });
}

/** A parent shows how far its children are, and ends with the last of them. */
function progressOfParent(state: State, child: Job): JobChange {
  const parent = state.jobs.require(child.parent_id ?? "");
  const { status, progress_processed, progress_total } = child;
  const children = { ...parent.children_progress, [child.id]: { status, progress_processed, progress_total } };
  const all = Object.values(children);
  const ended = all.filter((each) => isEnded(each.status));
  const failed = all.filter((each) => each.status === "FAILED" || each.status === "ABORTED");
  const outcome = failed.length === 0 ? "FINISHED" : failed.length === all.length ? "FAILED" : "FINISHED_WITH_WARNING";
  return {
    has_children: true,
    children_progress: children,
    progress_total: all.length,
    progress_processed: ended.length,
    progress: Math.floor((100 * ended.length) / all.length),
    ...(parent.status === "ABORTED" ? {} : { status: ended.length === all.length ? outcome : "STARTED" }),
  };
}
