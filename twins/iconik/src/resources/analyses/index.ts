import { post, reply, type Reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, nullable, oneOf, text } from "../../params/values.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import type { Asset } from "../assets/asset.ts";
import { currentVersion } from "../assets/version.ts";
import { wireJob } from "../jobs/job.ts";
import { startJob } from "../jobs/runner.ts";
import { setStatus } from "./analyze-plan.ts";
import { setTranscribed } from "./transcribe-plan.ts";

const AnalyzeInput = fields({
  force: boolean,
  force_type: nullable(oneOf(["OVERWRITE", "APPEND"])),
  service_name: text,
});
const TranscribeInput = fields({ force: boolean, language: nullable(text), engine: nullable(text) });

export const analyses = resource<Iconik>("analyses", {
  operations: {
    ...needing("can_analyze_content", {
      AnalyzeAsset: post("/API/transcode/v1/analyze/assets/:asset_id/", AnalyzeInput, startAnalysis),
      AnalyzeAssetByDefault: post(
        "/API/transcode/v1/analyze/assets/:asset_id/profiles/default/",
        AnalyzeInput,
        startAnalysis,
      ),
    }),
    ...needing("can_transcribe_content", {
      TranscribeAsset: post(
        "/API/transcode/v1/transcribe/assets/:asset_id/profiles/default/",
        TranscribeInput,
        startTranscription,
      ),
    }),
  },
});

function startAnalysis(op: Op<Values<typeof AnalyzeInput>, "asset_id">): Reply {
  const asset = op.state.assets.require(op.path.asset_id);
  setStatus(op, errandOf(asset), "REQUESTED");
  return start(op, asset, "analyze", "Analyzing");
}

function startTranscription(op: Op<Values<typeof TranscribeInput>, "asset_id">): Reply {
  const asset = op.state.assets.require(op.path.asset_id);
  setTranscribed(op, errandOf(asset), { transcribe_status: "REQUESTED" });
  return start(op, asset, "transcribe", "Transcribing");
}

function start(op: Call, asset: Asset, plan: "analyze" | "transcribe", doing: string): Reply {
  const object = { type: "assets", id: asset.id };
  const job = startJob(op, plan, { title: `${doing} ${asset.title}`, errand: errandOf(asset), object });
  return reply(wireJob(job), {
    status: 201,
  });
}

function errandOf(asset: Asset) {
  return { asset_id: asset.id, version_id: currentVersion(asset).id };
}
