import { analyze } from "./analyses/analyze-plan.ts";
import { transcribe } from "./analyses/transcribe-plan.ts";
import type { Plan, PlanName } from "./jobs/plan.ts";
import { capture } from "./transcodes/capture-plan.ts";
import { mediainfo } from "./transcodes/mediainfo-plan.ts";
import { transcode } from "./transcodes/transcode-plan.ts";
import { transfer } from "./transfers/transfer-plan.ts";

/** All work that the twin does in the background. */
export const plans: Readonly<Record<PlanName, Plan>> = { analyze, capture, mediainfo, transcode, transcribe, transfer };
