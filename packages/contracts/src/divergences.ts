import * as v from "valibot";
import { TwinId } from "./primitives.ts";

export const DivergenceBucket = v.picklist([
  "admin_endpoint",
  "vendor_spec_under_specification",
  "intentional_extension",
  "pending_fix",
]);
export type DivergenceBucket = v.InferOutput<typeof DivergenceBucket>;

export const Divergence = v.strictObject({
  /** `METHOD /path` each, or one pattern with `*`; ten or more routes with one cause share one record. */
  routes: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.minLength(1)),
  bucket: DivergenceBucket,
  reason: v.pipe(v.string(), v.nonEmpty()),
  reference: v.optional(v.string()),
  revisit_trigger: v.optional(v.string()),
});
export type Divergence = v.InferOutput<typeof Divergence>;

/** `divergences.json`: every known difference between the twin and its vendor. */
export const Divergences = v.strictObject({
  $schema: v.optional(v.string()),
  twin_id: TwinId,
  vendor_api_version: v.nullable(v.string()),
  reviewed_at: v.pipe(v.string(), v.isoDate()),
  divergences: v.array(Divergence),
});
export type Divergences = v.InferOutput<typeof Divergences>;
