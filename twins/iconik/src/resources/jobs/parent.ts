import { userIdOf } from "../../access/authorize.ts";
import { timestamp } from "../../timestamps.ts";
import type { Actor } from "../../types.ts";
import { changeJob, type ChildProgress, type Job, type JobType, NEW_JOB, tellJob } from "./job.ts";

interface Kind {
  readonly type: JobType;
  readonly title: string;
}

/** A job that ends when the jobs below it have ended; at once where there are none. */
export function startParent(actor: Actor, kind: Kind, startChildren: (parentId: string) => readonly Job[]): Job {
  const at = timestamp(actor.now);
  const own = { created_by: userIdOf(actor), started_at: at, date_created: at, date_modified: at };
  const parent = actor.state.jobs.insert({ ...NEW_JOB, ...kind, status: "STARTED", ...own });
  tellJob(actor, parent, "create");
  const children = startChildren(parent.id);
  if (children.length === 0) return changeJob(actor, parent.id, { status: "FINISHED", progress: 100 });
  const waiting: [string, ChildProgress][] = children.map(({ id, status, progress_total }) => [
    id,
    { status, progress_processed: 0, progress_total },
  ]);
  return changeJob(actor, parent.id, {
    has_children: true,
    children_progress: Object.fromEntries(waiting),
    progress_total: children.length,
  });
}

/** The job of bulk work that the twin has done by the time it answers. */
export function finishedJob(actor: Actor, kind: Kind): Job {
  return startParent(actor, kind, () => []);
}
