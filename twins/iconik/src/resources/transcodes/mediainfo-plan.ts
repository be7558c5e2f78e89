import type { Plan } from "../jobs/plan.ts";
import { describeFormat } from "./media.ts";
import { sourceOf } from "./source.ts";

/** Finds out what a file holds and writes it into its format. */
export const mediainfo: Plan = {
  type: "MEDIAINFO",
  steps: [{ label: "Extracting mediainfo", ms: 250 }],
  finish: (actor, _job, errand) => {
    const { file, problem } = sourceOf(actor.state, errand);
    if (problem === null) describeFormat(actor, file);
    return problem;
  },
};
