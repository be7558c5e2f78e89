import type { State } from "../../types.ts";
import type { Job } from "../jobs/job.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";

/** A transcode as the transcode service shows it: a job under other names. */
export function wireTranscode(state: State, job: Job): object {
  const { errand } = state.runs.require(job.id);
  const steps = job.steps.map(({ id, label, status, message, date_updated }) => ({
    id,
    label,
    status,
    message: message ?? "",
    date_updated,
  }));
  return {
    job_id: job.id,
    priority: job.priority,
    job_steps: steps,
    asset_id: errand.asset_id,
    version_id: errand.version_id,
  };
}

/** A job as the list of queued transcodes shows it. */
export function queueRecord(state: State, job: Job) {
  const domain = systemDomainOf(state);
  const { errand } = state.runs.require(job.id);
  return {
    id: job.id,
    job_id: job.id,
    type: job.type,
    status: job.status,
    object_id: job.object_id ?? "",
    object_type: job.object_type ?? "",
    version_id: errand.version_id ?? "",
    system_domain_id: domain.id,
    system_name: domain.name,
    user_id: job.created_by,
    date_created: job.date_created,
    date_updated: job.date_modified,
  };
}
