import * as v from "valibot";
import { Sha256, Timestamp, TwinId, Version } from "./primitives.ts";
import { RunId } from "./replay-bundle.ts";

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What a run is and what its capture holds. `POST /admin/runs/finish` answers it; it lies beside the capture. */
export const RunManifest = v.object({
  run_id: RunId,
  twin: TwinId,
  twin_version: Version,
  /** The world that is captured; `*` for all worlds of the twin. */
  world: v.string(),
  seed: v.pipe(v.number(), v.safeInteger()),
  /**
   * - `running`: it captures.
   * - `finished`: its capture is whole.
   * - `failed`: a write failed; `problem` says which. The exchanges after it count as dropped.
   * - `unfinished`: the process that captured is gone; `POST /admin/runs/finish` with its `run_id` closes the capture.
   * - `elsewhere`: another process that lives captures it.
   */
  status: v.picklist(["running", "finished", "failed", "unfinished", "elsewhere"]),
  started_at: Timestamp,
  finished_at: v.nullable(Timestamp),
  /** Exchanges in the capture; null where another process has to count them, or nobody has yet. */
  entries: v.nullable(Count),
  /** Exchanges that took place and are not in the capture; null as `entries`, and where a crash may have lost some. */
  dropped: v.nullable(Count),
  /** Of the capture, uncompressed. */
  bytes: Count,
  /** Of the whole capture, uncompressed; null until the run has ended. */
  sha256: v.nullable(Sha256),
  /** The capture on the disk; null where it is kept in memory. */
  path: v.nullable(v.string()),
  /** Whether the trailer was added after the process that captured had gone. */
  recovered: v.boolean(),
  problem: v.nullable(v.string()),
});
export type RunManifest = v.InferOutput<typeof RunManifest>;
