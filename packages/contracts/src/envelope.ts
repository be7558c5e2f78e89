import * as v from "valibot";
import { InstallBundle, LicenseBundle } from "./bundle.ts";
import { Timestamp, TwinId, Version } from "./primitives.ts";

const Installed = v.object({
  subscription_id: v.nullable(v.string()),
  twin_version: Version,
  install_bundle: InstallBundle,
});

const shared = {
  schema_version: v.literal(1),
  twin_id: v.nullable(TwinId),
  /** A sentence that an agent may show to a person as it is. */
  client_facing_message: v.pipe(v.string(), v.nonEmpty()),
  mcp_metadata: v.object({
    license_current_issued_at: v.nullable(Timestamp),
    license_refresh_required: v.boolean(),
  }),
};

function outcome<const Outcome extends string, Detail extends v.GenericSchema>(name: Outcome, detail: Detail) {
  return v.object({ ...shared, outcome: v.literal(name), outcome_detail: detail });
}

/** The answer of every agent call, HTTP 200 whenever the call was understood; `outcome` decides the detail's shape. */
export const Envelope = v.variant("outcome", [
  outcome("installed", Installed),
  outcome("already_installed_refreshed", Installed),
  outcome("trial_started_and_installed", Installed),
  outcome("already_entitled", v.object({ subscription_id: v.nullable(v.string()) })),
  outcome(
    "queued",
    v.object({
      queue_id: v.string(),
      expires_at: Timestamp,
      status_url: v.pipe(v.string(), v.url()),
      reason_code: v.string(),
    }),
  ),
  outcome(
    "denied",
    v.object({
      reason_code: v.string(),
      denied_by_user_id: v.nullable(v.string()),
      decision_note: v.nullable(v.string()),
    }),
  ),
  outcome("upgrade_required", v.object({ checkout_url: v.pipe(v.string(), v.url()), reason_code: v.string() })),
  outcome("setup_required", v.object({ setup_url: v.nullable(v.pipe(v.string(), v.url())), reason_code: v.string() })),
  outcome("policy_error", v.object({ error_code: v.string(), error_message: v.string(), correlation_id: v.string() })),
  outcome("license_refreshed", v.object({ license_bundle: LicenseBundle })),
]);
export type Envelope = v.InferOutput<typeof Envelope>;
export type Outcome = Envelope["outcome"];
