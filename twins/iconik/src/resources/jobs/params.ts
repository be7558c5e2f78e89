import * as v from "valibot";
import { fields } from "../../params/fields.ts";
import { boolean, dateTime, integer, json, list, nullable, oneOf, text, uuid } from "../../params/values.ts";
import { JOB_ACTIONS } from "./control.ts";
import { JOB_STATUSES, JOB_TYPES, STEP_STATUSES } from "./job.ts";

const jobFields = {
  title: text,
  type: oneOf(JOB_TYPES),
  status: oneOf(JOB_STATUSES),
  custom_type: nullable(text),
  object_type: nullable(text),
  object_id: nullable(uuid),
  related_objects: list(fields({ object_type: text, object_id: uuid }, ["object_type", "object_id"])),
  parent_id: nullable(uuid),
  has_children: boolean,
  progress_processed: integer(),
  progress_total: integer(),
  metadata: json,
  job_context: json,
  action_context: json,
  message: text,
  error_message: text,
  started_at: dateTime,
  completed_at: dateTime,
};

const stepFields = {
  label: text,
  status: oneOf(STEP_STATUSES),
  message: nullable(text),
  error_message: nullable(text),
};

const NewStep = fields({ ...stepFields, id: uuid }, ["label", "status"]);

export const NewJob = fields({ ...jobFields, id: nullable(uuid), steps: list(NewStep) }, ["title", "type", "status"]);
export const JobInput = fields(jobFields, ["title", "type", "status"]);
export const JobPatch = fields(jobFields);
export const JobQuery = v.object({ merge_metadata: v.exactOptional(boolean) });

/** Steps are named by their ids; what else is given changes. */
export const StepsPatch = fields({ steps: list(fields({ ...stepFields, id: uuid }, ["id"])) }, ["steps"]);
export const StepPatch = fields(stepFields);

export const JobIds = fields({ job_ids: list(uuid) }, ["job_ids"]);
export const JobsPriority = fields({ job_ids: list(uuid), priority: integer({ min: 1, max: 10 }) }, [
  "job_ids",
  "priority",
]);
export const JobsState = fields({ job_ids: list(uuid), action: oneOf(JOB_ACTIONS) }, ["job_ids", "action"]);
