import { LicenseKind, TwinId } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { StorableText } from "../database/storable-text.ts";

export const PLAN_DEFAULT = "standard";
export const KIND_DEFAULT = "subscription";

/**
 * Body of `POST /v1/accounts/{id}/licenses`. The upper bound of `ttl_days` is not here: it belongs to the one check where
 * licences are signed, which answers `ttl_above_maximum`.
 */
export const LicenseOrderBody = v.strictObject({
  twins: v.pipe(v.array(TwinId), v.minLength(1), v.maxLength(64)),
  /** Days, at most 7; fractions allowed. */
  ttl_days: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  plan: v.optional(v.pipe(StorableText, v.nonEmpty(), v.maxLength(64)), PLAN_DEFAULT),
  kind: v.optional(LicenseKind, KIND_DEFAULT),
});
export type LicenseOrderBody = v.InferOutput<typeof LicenseOrderBody>;
export type LicenseOrderInput = v.InferInput<typeof LicenseOrderBody>;
