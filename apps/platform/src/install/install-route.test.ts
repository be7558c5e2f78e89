import { Envelope } from "@twinkit-pro/contracts";
import { Hono } from "hono";
import * as v from "valibot";
import { expect, it } from "vitest";
import type { HttpEnv } from "../http/http-env.ts";
import { requestId } from "../http/request-id.ts";
import { installRoute } from "./install-route.ts";

async function install(hasBundleSigningKey: boolean, body: unknown): Promise<Envelope> {
  const app = new Hono<HttpEnv>().use(requestId()).route("/", installRoute({ hasBundleSigningKey }));
  const response = await app.request("/v1/accounts/acct-1/mcp/install", {
    method: "POST",
    headers: { "content-type": "application/json", "x-request-id": "request-1" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return v.parse(Envelope, await response.json());
}

it("asks for set-up where there is no bundle-signing key, whatever the twin", async () => {
  for (const twin_id of ["twin-stripe", "twin-unheard-of"]) {
    expect(await install(false, { twin_id, pricing_id: "p", agent_client_id: "a", later: "field" })).toMatchObject({
      outcome: "setup_required",
      twin_id,
      outcome_detail: { reason_code: "bundle_signing_key_missing", setup_url: null },
    });
  }
});

it("says that nothing is published where there is a key", async () => {
  expect(await install(true, { twin_id: "twin-stripe" })).toMatchObject({
    outcome: "policy_error",
    outcome_detail: { error_code: "twin_not_published", correlation_id: "request-1" },
  });
});
