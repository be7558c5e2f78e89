import type { Actor } from "../../types.ts";
import { changeAsset, withVersion } from "../assets/change-asset.ts";
import type { VersionChange } from "../assets/version.ts";
import { recordHistory } from "../history/history-entry.ts";
import type { Errand, Plan } from "../jobs/plan.ts";

const LANGUAGE = "en-US";

/** Has the speech of an asset written down. The twin hears nothing; it only keeps the status and the language. */
export const transcribe: Plan = {
  type: "TRANSCRIPTION",
  steps: [
    { label: "Sending to transcription service", ms: 500 },
    { label: "Transcribing", ms: 2_000 },
  ],
  begin: (actor, _job, errand) => setTranscribed(actor, errand, { transcribe_status: "IN_PROGRESS" }),
  finish: (actor, job, errand) => {
    const asset = actor.state.assets.get(errand.asset_id ?? "");
    if (asset === undefined) return "The asset does not exist";
    setTranscribed(actor, errand, { transcribe_status: "DONE", transcribed_languages: [LANGUAGE] });
    recordHistory(actor, asset, "TRANSCRIPTION", { job_id: job.id });
    return null;
  },
  giveUp: (actor, _job, errand) => setTranscribed(actor, errand, { transcribe_status: "FAILED" }),
};

export function setTranscribed(actor: Actor, { asset_id, version_id = "" }: Errand, change: VersionChange): void {
  const asset = actor.state.assets.get(asset_id ?? "");
  if (asset !== undefined) changeAsset(actor, asset.id, withVersion(asset, version_id, change));
}
