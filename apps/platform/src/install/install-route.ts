import { AccountId, type Envelope, TwinId } from "@twinkit-pro/contracts";
import { Hono } from "hono";
import * as v from "valibot";
import type { HttpEnv } from "../http/http-env.ts";
import { checkShape, readJson } from "../http/parse-json.ts";

const INSTALL_BYTES_MAX = 16 * 1024;

const AccountPath = v.object({ id: AccountId });

/** Unknown fields are ignored: agents of another version may send more. */
const InstallRequest = v.object({
  twin_id: TwinId,
  pricing_id: v.optional(v.pipe(v.string(), v.maxLength(128))),
  agent_client_id: v.optional(v.pipe(v.string(), v.maxLength(128))),
});

/**
 * `POST /v1/accounts/{id}/mcp/install`: an agent asks for a twin. Always 200 with an envelope when understood.
 *
 * Nothing is published for installation yet, so the two honest answers are `setup_required` without a bundle-signing key and
 * `policy_error` `twin_not_published` with one. Neither depends on the account, of which nothing is read or told: who asks is
 * not known before accounts have keys.
 */
export function installRoute({ hasBundleSigningKey }: { readonly hasBundleSigningKey: boolean }): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post("/v1/accounts/:id/mcp/install", async (c) => {
    checkShape(AccountPath, c.req.param());
    const { twin_id } = await readJson(c.req.raw, InstallRequest, INSTALL_BYTES_MAX);
    return c.json(hasBundleSigningKey ? notPublished(twin_id, c.get("requestId")) : setupRequired(twin_id));
  });
}

const shared = {
  schema_version: 1,
  mcp_metadata: { license_current_issued_at: null, license_refresh_required: false },
} as const;

function setupRequired(twin: TwinId): Envelope {
  return {
    ...shared,
    outcome: "setup_required",
    twin_id: twin,
    outcome_detail: { setup_url: null, reason_code: "bundle_signing_key_missing" },
    client_facing_message: `${twin} cannot be installed from this platform yet: its operator has not set up a bundle-signing key. Ask the operator to set WT_BUNDLE_SIGNING_KEY_FILE.`,
  };
}

function notPublished(twin: TwinId, correlationId: string): Envelope {
  const message = `This platform has published no bundle of ${twin}.`;
  return {
    ...shared,
    outcome: "policy_error",
    twin_id: twin,
    outcome_detail: { error_code: "twin_not_published", error_message: message, correlation_id: correlationId },
    client_facing_message: `${message} Check the name of the twin, or ask the operator of the platform to publish it.`,
  };
}
