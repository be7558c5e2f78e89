import { changeAsset, withVersion } from "../assets/change-asset.ts";
import type { VersionChange } from "../assets/version.ts";
import { recordHistory } from "../history/history-entry.ts";
import type { Errand, Plan } from "../jobs/plan.ts";
import type { Actor } from "../../types.ts";

type AnalyzeStatus = NonNullable<VersionChange["analyze_status"]>;

/** Has an asset looked at by a recognition service. The twin finds nothing in it; it only keeps the status. */
export const analyze: Plan = {
  type: "ANALYZE",
  steps: [
    { label: "Sending to analysis service", ms: 500 },
    { label: "Analyzing", ms: 2_000 },
  ],
  begin: (actor, _job, errand) => setStatus(actor, errand, "IN_PROGRESS"),
  finish: (actor, job, errand) => {
    const asset = actor.state.assets.get(errand.asset_id ?? "");
    if (asset === undefined) return "The asset does not exist";
    setStatus(actor, errand, "DONE");
    recordHistory(actor, asset, "ANALYZE", { job_id: job.id });
    return null;
  },
  giveUp: (actor, _job, errand) => setStatus(actor, errand, "FAILED"),
};

export function setStatus(actor: Actor, { asset_id, version_id = "" }: Errand, status: AnalyzeStatus): void {
  const asset = actor.state.assets.get(asset_id ?? "");
  if (asset === undefined) return;
  changeAsset(actor, asset.id, {
    analyze_status: status,
    ...withVersion(asset, version_id, { analyze_status: status }),
  });
}
