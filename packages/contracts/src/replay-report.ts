import * as v from "valibot";
import { TwinId, Version } from "./primitives.ts";

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** One place at which a replayed answer is not the recorded one. */
export const ReplayDifference = v.object({
  /** `status`, `headers.<name>`, `body` or a path into a JSON body such as `body.data[0].name`. */
  path: v.string(),
  /** What was recorded, as JSON, with the replay's ids; null where the field was not there. */
  expected: v.nullable(v.string()),
  /** What came, as JSON, scrubbed of secrets; null where the field was not there. */
  actual: v.nullable(v.string()),
});
export type ReplayDifference = v.InferOutput<typeof ReplayDifference>;

/** An exchange that did not replay as it was recorded, or could not be replayed. */
export const ReplayResult = v.object({
  seq: Count,
  method: v.string(),
  /** With its query. */
  path: v.string(),
  operation: v.nullable(v.string()),
  world: v.string(),
  outcome: v.picklist(["different", "not_replayable"]),
  /** Why it could not be replayed, as a sentence; null where it was. */
  reason: v.nullable(v.string()),
  differences: v.array(ReplayDifference),
  /** Differences beyond those listed. */
  more_differences: Count,
});
export type ReplayResult = v.InferOutput<typeof ReplayResult>;

/** What came of replaying a bundle: `wt replay --json`. */
export const ReplayReport = v.object({
  run_id: v.string(),
  twin: TwinId,
  /** Of the twin that was recorded, and of the one that it was replayed against. */
  recorded_version: Version,
  replayed_version: Version,
  /**
   * - `equal`: every exchange was replayed and answered as recorded.
   * - `different`: at least one answer differs.
   * - `incomplete`: no answer differs, but some exchanges could not be replayed.
   */
  verdict: v.picklist(["equal", "different", "incomplete"]),
  exchanges: v.object({ equal: Count, different: Count, not_replayable: Count }),
  /** In the order of the bundle; the equal ones are left out. */
  results: v.array(ReplayResult),
  /** Results beyond those listed. */
  more_results: Count,
  /** What makes the comparison weaker than it could be, as sentences. */
  warnings: v.array(v.string()),
});
export type ReplayReport = v.InferOutput<typeof ReplayReport>;
