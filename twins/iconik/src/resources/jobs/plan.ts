import type { Actor, Background } from "../../types.ts";
import type { Job, JobType } from "./job.ts";

/** Kinds of work that the twin does in the background, as they stand in exported states. */
export type PlanName = "transcode" | "mediainfo" | "capture" | "analyze" | "transcribe" | "transfer";

/** What a run of a plan works on. */
export interface Errand {
  readonly asset_id?: string;
  readonly version_id?: string;
  readonly file_id?: string;
  readonly proxy_id?: string;
  readonly file_set_id?: string;
  readonly storage_id?: string;
  readonly milliseconds?: number;
}

/** One kind of background work: the steps its jobs show, how long each takes, and what exists when they are done. */
export interface Plan {
  readonly type: JobType;
  readonly steps: readonly { readonly label: string; readonly ms: number }[];
  /** Runs when the job leaves the queue. */
  readonly begin?: (actor: Background, job: Job, errand: Errand) => void;
  /** Does the work; returns why it cannot be done, or null. */
  readonly finish: (actor: Background, job: Job, errand: Errand) => string | null;
  /** Runs where the job failed or was aborted. */
  readonly giveUp?: (actor: Actor, job: Job, errand: Errand) => void;
}
