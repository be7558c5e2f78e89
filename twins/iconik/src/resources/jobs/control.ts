import { invalidField } from "../../errors.ts";
import type { Call } from "../../types.ts";
import { changeJob, isEnded, type Job } from "./job.ts";
import { endUnfinished, holdJob, restartJob, resumeJob } from "./runner.ts";

export const JOB_ACTIONS = ["PAUSE", "RESUME", "ABORT", "RESTART"] as const;
export type JobAction = (typeof JOB_ACTIONS)[number];

/** Does to a job what a user asks. @throws VendorError 400 where the job's status does not allow it */
export function controlJob(call: Call, job: Job, wanted: JobAction): void {
  if (!isAllowed(job, wanted)) throw invalidField("action", `Cannot ${wanted} a job with status ${job.status}.`);
  const run = call.state.runs.get(job.id);
  if (wanted === "ABORT") return abortJob(call, job);
  if (wanted === "PAUSE") {
    if (run !== undefined) holdJob(call, run);
    changeJob(call, job.id, { status: "PAUSED" });
  } else if (run === undefined) {
    changeJob(call, job.id, { status: wanted === "RESUME" ? "STARTED" : "READY" });
  } else if (wanted === "RESUME") resumeJob(call, run);
  else restartJob(call, run);
}

/** A job that is being worked on stops at its next step; any other at once. Children go with their parent. */
export function abortJob(call: Call, job: Job): void {
  const run = call.state.runs.get(job.id);
  const working = run !== undefined && job.status === "STARTED";
  if (run !== undefined && !working) endUnfinished(call, run, "ABORTED");
  else changeJob(call, job.id, { status: working ? "ABORT_PENDING" : "ABORTED" });
  for (const child of call.state.jobs.by("parent_id", job.id)) if (!isEnded(child.status)) abortJob(call, child);
}

function isAllowed({ status }: Job, wanted: JobAction): boolean {
  switch (wanted) {
    case "PAUSE":
      return status === "READY" || status === "STARTED" || status === "WAITING";
    case "RESUME":
      return status === "PAUSED";
    case "ABORT":
      return !isEnded(status) && status !== "ABORT_PENDING";
    case "RESTART":
      return isEnded(status);
  }
}
