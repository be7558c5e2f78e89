import type { Plan } from "../jobs/plan.ts";
import { makeStill } from "./renditions.ts";
import { sourceOf } from "./source.ts";

/** Takes one frame out of a file. */
export const capture: Plan = {
  type: "KEYFRAMES",
  steps: [{ label: "Capturing frame", ms: 500 }],
  finish: (actor, _job, errand) => {
    const { file, problem } = sourceOf(actor.state, errand);
    if (problem !== null) return problem;
    const asset = actor.state.assets.get(file.asset_id);
    if (asset === undefined) return "The asset does not exist";
    return makeStill(actor, asset, file, errand.milliseconds ?? 0);
  },
};
