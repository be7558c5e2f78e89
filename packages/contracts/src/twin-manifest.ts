import * as v from "valibot";
import { TwinId, VendorName, Version } from "./primitives.ts";

export const Tier = v.picklist(["community", "commercial"]);
export type Tier = v.InferOutput<typeof Tier>;

export const SdkTarget = v.object({
  package: v.pipe(v.string(), v.nonEmpty()),
  language: v.picklist(["typescript", "python", "go", "ruby", "http"]),
  version: v.pipe(v.string(), v.nonEmpty()),
  /** Text in the `User-Agent` of its requests, by which it is told at the wire. */
  user_agent: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
});
export type SdkTarget = v.InferOutput<typeof SdkTarget>;

/** `twin.manifest.json`: what the twin is, for the catalog, `wt` and the gate. */
export const TwinManifest = v.strictObject({
  $schema: v.optional(v.string()),
  twin_id: TwinId,
  vendor: VendorName,
  display_name: v.pipe(v.string(), v.nonEmpty()),
  vendor_domain: v.pipe(v.string(), v.regex(/^[a-z0-9.-]+$/)),
  description: v.pipe(v.string(), v.nonEmpty()),
  category: v.pipe(v.string(), v.regex(/^[a-z][a-z-]*$/)),
  tier: Tier,
  publisher: v.pipe(v.string(), v.nonEmpty()),
  version: Version,
  port: v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65_535)),
  vendor_api_version: v.nullable(v.string()),
  /** Null where the vendor publishes no SDK; the documented HTTP API is driven instead. */
  sdk: v.object({ primary: v.nullable(SdkTarget), additional: v.array(SdkTarget) }),
  auth_pattern: v.picklist(["api_key", "oauth2", "basic", "jwt", "custom", "none"]),
  has_webhooks: v.boolean(),
  /** Names of the pinned vendor specifications that the twin is checked against. */
  specs: v.array(v.string()),
});
export type TwinManifest = v.InferOutput<typeof TwinManifest>;
