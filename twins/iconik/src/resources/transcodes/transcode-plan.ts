import { recordHistory } from "../history/history-entry.ts";
import type { Plan } from "../jobs/plan.ts";
import { describeFormat, isDescribed } from "./media.ts";
import { makeKeyframes, makeProxy } from "./renditions.ts";
import { sourceOf } from "./source.ts";

/** Makes the web proxy, the poster and the keyframe map of an asset from one of its files. */
export const transcode: Plan = {
  type: "TRANSCODE",
  steps: [
    { label: "Reading source", ms: 500 },
    { label: "Transcoding proxy", ms: 3_000 },
    { label: "Creating keyframes", ms: 1_000 },
    { label: "Uploading results", ms: 500 },
  ],
  finish: (actor, job, errand) => {
    const { file, problem } = sourceOf(actor.state, errand);
    if (problem !== null) return problem;
    const asset = actor.state.assets.get(file.asset_id);
    if (asset === undefined) return "The asset does not exist";
    const format = actor.state.formats.get(file.format_id ?? "");
    if (format !== undefined && !isDescribed(format)) describeFormat(actor, file);
    const refused = makeProxy(actor, asset, file) ?? makeKeyframes(actor, asset, file);
    if (refused === null) recordHistory(actor, asset, "TRANSCODE", { job_id: job.id, version_id: file.version_id });
    return refused;
  },
};
