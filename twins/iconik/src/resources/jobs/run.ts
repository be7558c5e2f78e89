import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import type { Errand, PlanName } from "./plan.ts";

/** The twin's own record of a job that it works on itself; its id is the job's. */
export interface Run {
  readonly id: string;
  readonly plan: PlanName;
  readonly errand: Errand;
  /** Steps done so far. */
  readonly done: number;
  /** Counts starts, pauses and resumptions: what was scheduled before the last of them no longer counts. */
  readonly turn: number;
}

export const runs = collection<Run>({ id: (ids) => ids.uuid(), missing: missing("Job does not exist") });
