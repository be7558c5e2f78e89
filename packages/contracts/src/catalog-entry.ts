import * as v from "valibot";
import { TwinId, VendorName, Version } from "./primitives.ts";
import { SdkTarget, Tier } from "./twin-manifest.ts";

/** One twin in the catalog. `coverage` counts operations per axis and verdict-independent totals; it is no score. */
export const CatalogEntry = v.object({
  twin_id: TwinId,
  name: VendorName,
  display_name: v.string(),
  description: v.string(),
  category: v.string(),
  tier: Tier,
  version: Version,
  vendor_api_version: v.nullable(v.string()),
  port: v.number(),
  sdk_targets: v.object({ primary: v.nullable(SdkTarget), additional: v.array(SdkTarget) }),
  auth_pattern: v.string(),
  has_webhooks: v.boolean(),
  coverage: v.object({
    operations: v.number(),
    passing: v.record(v.string(), v.number()),
  }),
  status: v.picklist(["stable", "beta", "end_of_life"]),
});
export type CatalogEntry = v.InferOutput<typeof CatalogEntry>;
