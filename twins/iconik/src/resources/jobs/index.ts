import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { invalidField, notFound } from "../../errors.ts";
import { matching } from "../../listing/filters.ts";
import { listPage } from "../../listing/list-page.ts";
import { NoQuery, pageQuery } from "../../listing/query.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { abortJob, controlJob } from "./control.ts";
import { changeJob, isEnded, type Job, type JobStep, NEW_JOB, tellJob, wireJob } from "./job.ts";
import {
  JobIds,
  JobInput,
  JobPatch,
  JobQuery,
  JobsPriority,
  JobsState,
  NewJob,
  StepPatch,
  StepsPatch,
} from "./params.ts";
import { advance } from "./runner.ts";

const FILTERS = ["type", "object_type", "parent_id", "object_id", "status", "created_by", "ids"] as const;
const JobsQuery = pageQuery(FILTERS);

export const jobs = resource<Iconik>("jobs", {
  operations: {
    ...needing("can_read_jobs", {
      ListJobs: get("/API/jobs/v1/jobs/", JobsQuery, list),
      GetJob: get("/API/jobs/v1/jobs/:job_id/", ({ path, state }: Op<object, "job_id">) =>
        wireJob(state.jobs.require(path.job_id)),
      ),
    }),
    ...needing("can_write_jobs", {
      CreateJob: post("/API/jobs/v1/jobs/", NewJob, create),
      ReplaceJob: put("/API/jobs/v1/jobs/:job_id/", { body: JobInput, query: JobQuery }, edit),
      UpdateJob: patch("/API/jobs/v1/jobs/:job_id/", { body: JobPatch, query: JobQuery }, edit),
      ReindexJob: post("/API/jobs/v1/jobs/:job_id/reindex/", ({ path, state }: Op<object, "job_id">) =>
        reply({ id: state.jobs.require(path.job_id).id }, { status: 202 }),
      ),
      ReplaceJobSteps: put("/API/jobs/v1/jobs/:job_id/steps/", StepsPatch, editSteps),
      UpdateJobSteps: patch("/API/jobs/v1/jobs/:job_id/steps/", StepsPatch, editSteps),
      ReplaceJobStep: put("/API/jobs/v1/jobs/:job_id/steps/:job_step_id/", StepPatch, editStep),
      UpdateJobStep: patch("/API/jobs/v1/jobs/:job_id/steps/:job_step_id/", StepPatch, editStep),
      ChangeJobsPriority: put("/API/jobs/v1/jobs/priority/", JobsPriority, changePriority),
      ChangeJobsState: put("/API/jobs/v1/jobs/state/", JobsState, changeState),
    }),
    ...needing("can_delete_jobs", {
      DeleteJob: del("/API/jobs/v1/jobs/:job_id/", (op: Op<object, "job_id">) =>
        remove(op, [op.state.jobs.require(op.path.job_id)]),
      ),
      DeleteJobs: del("/API/jobs/v1/jobs/", { body: JobIds, query: NoQuery }, (op: Op<Values<typeof JobIds>>) =>
        remove(op, jobsOf(op, op.params.job_ids)),
      ),
    }),
  },
  actions: [advance],
});

function list(op: Op<Values<typeof JobsQuery>>): object {
  return listPage(op, op.state.jobs, { filter: matching(op.params, FILTERS), wire: wireJob });
}

/** Jobs that a client makes are the client's to work on: the twin never moves them. */
function create(op: Op<Values<typeof NewJob>>): unknown {
  const { params, state, ids, now } = op;
  const at = timestamp(now);
  const steps = (params.steps ?? []).map((step) => ({
    message: null,
    error_message: null,
    ...step,
    id: step.id ?? ids.uuid(),
    date_updated: at,
  }));
  if (typeof params.id === "string" && state.jobs.has(params.id)) throw invalidField("id", "Job already exists.");
  const job = state.jobs.insert({
    ...NEW_JOB,
    created_by: callerOf(op).id,
    ...params,
    id: params.id ?? ids.uuid(),
    steps,
    progress: percentOf(params.progress_processed ?? 0, params.progress_total ?? 0),
    ...(params.status === "STARTED" ? { started_at: at } : {}),
    date_created: at,
    date_modified: at,
  });
  tellJob(op, job, "create");
  return reply(wireJob(job), { status: 201 });
}

function edit(op: Op<Values<typeof JobPatch>, "job_id", Values<typeof JobQuery>>): object {
  const { params, query, path, now, state } = op;
  const before = state.jobs.require(path.job_id);
  const processed = params.progress_processed ?? before.progress_processed;
  const total = params.progress_total ?? before.progress_total;
  const metadata = query.merge_metadata === true ? { ...before.metadata, ...params.metadata } : params.metadata;
  const starts = params.status === "STARTED" && before.started_at === undefined;
  const job = changeJob(op, before.id, {
    ...params,
    progress: params.status === "FINISHED" ? 100 : percentOf(processed, total),
    ...(metadata === undefined ? {} : { metadata }),
    ...(starts ? { started_at: timestamp(now) } : {}),
  });
  return wireJob(job);
}

function editSteps(op: Op<Values<typeof StepsPatch>, "job_id">): object {
  const { params, path } = op;
  for (const { id, ...change } of params.steps) changeStep(op, path.job_id, id, change);
  return wireJob(op.state.jobs.require(path.job_id));
}

function editStep(op: Op<Values<typeof StepPatch>, "job_id" | "job_step_id">): object {
  return wireJob(changeStep(op, op.path.job_id, op.path.job_step_id, op.params));
}

function changeStep(op: Call, jobId: string, stepId: string, change: Partial<JobStep>): Job {
  const job = op.state.jobs.require(jobId);
  if (!job.steps.some(({ id }) => id === stepId)) throw notFound("Job step does not exist");
  const at = timestamp(op.now);
  const steps = job.steps.map((step) =>
    step.id === stepId ? { ...step, ...change, id: stepId, date_updated: at } : step,
  );
  return changeJob(op, jobId, { steps });
}

function changePriority(op: Op<Values<typeof JobsPriority>>): unknown {
  for (const { id } of jobsOf(op, op.params.job_ids)) changeJob(op, id, { priority: op.params.priority });
  return reply({}, { status: 201 });
}

function changeState(op: Op<Values<typeof JobsState>>): unknown {
  for (const job of jobsOf(op, op.params.job_ids)) controlJob(op, job, op.params.action);
  return reply({}, { status: 201 });
}

/** Work on a deleted job stops. */
function remove(op: Call, doomed: readonly Job[]): unknown {
  for (const job of doomed) {
    if (!isEnded(job.status)) abortJob(op, job);
    op.state.runs.delete(job.id);
    op.state.jobs.delete(job.id);
    tellJob(op, job, "delete");
  }
  return noContent();
}

function jobsOf({ state }: Call, ids: readonly string[]): Job[] {
  return ids.map((id) => state.jobs.require(id, "job_ids"));
}

function percentOf(processed: number, total: number): number {
  return total <= 0 ? 0 : Math.min(100, Math.floor((100 * processed) / total));
}
