import * as v from "valibot";
import { HttpMethod, TwinId, Version } from "./primitives.ts";

export const Verdict = v.picklist(["PASS", "FAIL", "NOT_APPLICABLE", "UNRUNNABLE"]);
export type Verdict = v.InferOutput<typeof Verdict>;

export const AxisResult = v.object({ verdict: Verdict, reason: v.optional(v.string()) });
export type AxisResult = v.InferOutput<typeof AxisResult>;

/** The six axes of evidence; they are never summed into one figure. */
export const AXES = ["mounted", "spec_valid", "sdk_driven", "stateful", "negative", "recorded"] as const;
export type Axis = (typeof AXES)[number];

export const OperationCoverage = v.object({
  operation: v.string(),
  method: HttpMethod,
  path: v.string(),
  axes: v.object({
    mounted: AxisResult,
    spec_valid: AxisResult,
    sdk_driven: AxisResult,
    stateful: AxisResult,
    negative: AxisResult,
    recorded: AxisResult,
  }),
});
export type OperationCoverage = v.InferOutput<typeof OperationCoverage>;

/** `coverage.json`: generated from runs, never typed by hand. */
export const Coverage = v.object({
  schema_version: v.literal(1),
  twin_id: TwinId,
  twin_version: Version,
  driver: v.string(),
  operations: v.array(OperationCoverage),
});
export type Coverage = v.InferOutput<typeof Coverage>;
