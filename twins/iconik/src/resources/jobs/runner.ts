import { action } from "@twinkit-pro/twinkit";
import { timestamp } from "../../timestamps.ts";
import type { Actor, Background, Call, Work } from "../../types.ts";
import { userIdOf } from "../../access/authorize.ts";
import { plans } from "../plans.ts";
import { changeJob, isEnded, type Job, type JobStep, NEW_JOB, tellJob, waitingStep } from "./job.ts";
import type { Errand, PlanName } from "./plan.ts";
import type { Run } from "./run.ts";

/** How long a job waits in the queue. */
const QUEUE_MS = 250;

interface Start {
  readonly title: string;
  readonly errand: Errand;
  readonly object?: { readonly type: string; readonly id: string };
  readonly parentId?: string;
  readonly priority?: number | undefined;
}

type Turn = { readonly job: string; readonly turn: number };

/** A closing twin finishes the jobs that it has begun. */
export const advance = action("job.advance", advanceJob, { atShutdown: "run" });

/** Queues background work and answers its job. */
export function startJob(actor: Actor, plan: PlanName, start: Start): Job {
  const { state, now } = actor;
  const { type, steps } = plans[plan];
  const at = timestamp(now);
  const job = state.jobs.insert({
    ...NEW_JOB,
    type,
    title: start.title,
    object_type: start.object?.type ?? null,
    object_id: start.object?.id ?? null,
    parent_id: start.parentId ?? null,
    priority: start.priority ?? NEW_JOB.priority,
    progress_total: steps.length,
    steps: steps.map(({ label }) => waitingStep(actor, label)),
    created_by: userIdOf(actor),
    date_created: at,
    date_modified: at,
  });
  const run = state.runs.insert({ id: job.id, plan, errand: start.errand, done: 0, turn: 1 });
  tellJob(actor, job, "create");
  scheduleTurn(actor, run, QUEUE_MS);
  return job;
}

/** Takes up a paused job where it stood. */
export function resumeJob(call: Call, run: Run): void {
  const started = run.done > 0 || call.state.jobs.require(run.id).started_at !== undefined;
  const ms = started ? stepOf(run).ms : QUEUE_MS;
  scheduleTurn(call, nextTurn(call, run, run.done), ms);
  changeJob(call, run.id, { status: started ? "STARTED" : "READY" });
}

/** Begins an ended job again. */
export function restartJob(call: Call, run: Run): void {
  const { steps } = plans[run.plan];
  changeJob(call, run.id, {
    status: "READY",
    progress: 0,
    progress_processed: 0,
    steps: steps.map(({ label }) => waitingStep(call, label)),
    error_message: undefined,
    started_at: undefined,
    completed_at: undefined,
  });
  scheduleTurn(call, nextTurn(call, run, 0), QUEUE_MS);
}

/** Holds a job still: what is scheduled for it no longer counts. */
export function holdJob(call: Call, run: Run): void {
  nextTurn(call, run, run.done);
}

/** Ends a job that did not get to its end, and tells the work so. */
export function endUnfinished(actor: Actor, run: Run, status: "FAILED" | "ABORTED", problem?: string): void {
  const job = actor.state.jobs.require(run.id);
  const steps = withStep(actor, job.steps, run.done, { status: "FAILED", error_message: problem ?? null });
  plans[run.plan].giveUp?.(actor, job, run.errand);
  changeJob(actor, job.id, { status, steps, error_message: problem });
}

function advanceJob(work: Work, { job: id, turn }: Turn): void {
  const job = work.state.jobs.get(id);
  const run = work.state.runs.get(id);
  if (job === undefined || run === undefined || run.turn !== turn || isEnded(job.status)) return;
  const actor = { ...work, actingFor: job.created_by };
  if (job.status === "ABORT_PENDING") return endUnfinished(actor, run, "ABORTED");
  if (job.started_at === undefined) return begin(actor, job, run);
  if (run.done + 1 === job.steps.length) return finish(actor, job, run);
  nextStep(actor, job, run);
}

function begin(actor: Background, job: Job, run: Run): void {
  const steps = withStep(actor, job.steps, 0, { status: "IN_PROGRESS" });
  const started = changeJob(actor, job.id, { status: "STARTED", started_at: timestamp(actor.now), steps });
  plans[run.plan].begin?.(actor, started, run.errand);
  scheduleTurn(actor, run, stepOf(run).ms);
}

function nextStep(actor: Background, job: Job, run: Run): void {
  const done = run.done + 1;
  const passed = withStep(actor, job.steps, run.done, { status: "DONE" });
  const steps = withStep(actor, passed, done, { status: "IN_PROGRESS" });
  changeJob(actor, job.id, { steps, progress: Math.floor((100 * done) / steps.length), progress_processed: done });
  const moved = actor.state.runs.update(run.id, { done });
  scheduleTurn(actor, moved, stepOf(moved).ms);
}

function finish(actor: Background, job: Job, run: Run): void {
  const problem = plans[run.plan].finish(actor, job, run.errand);
  if (problem !== null) return endUnfinished(actor, run, "FAILED", problem);
  const steps = withStep(actor, job.steps, run.done, { status: "DONE" });
  changeJob(actor, job.id, { status: "FINISHED", steps, progress: 100, progress_processed: job.progress_total });
}

function stepOf({ plan, done }: Run): { readonly ms: number } {
  return plans[plan].steps[done] ?? { ms: 0 };
}

function nextTurn({ state }: Actor, run: Run, done: number): Run {
  return state.runs.update(run.id, { done, turn: run.turn + 1 });
}

function scheduleTurn({ schedule }: Actor, { id, turn }: Run, ms: number): void {
  schedule.after(ms, advance, { job: id, turn });
}

function withStep({ now }: Actor, steps: readonly JobStep[], index: number, change: Partial<JobStep>): JobStep[] {
  const updated = timestamp(now);
  return steps.map((step, at) => (at === index ? { ...step, ...change, date_updated: updated } : step));
}
