import { del, get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { definedFields } from "../../defined-fields.ts";
import { depart } from "../../departed.ts";
import { invalidRequest } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import { listObject } from "../../pagination.ts";
import { listParams, type PageParams, params } from "../../params/index.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { CreateWebhookEndpoint, UpdateWebhookEndpoint } from "./params.ts";
import { wireWebhookEndpoint } from "./webhook-endpoint.ts";

/** Endpoints an account may have in test mode. https://docs.stripe.com/webhooks */
export const WEBHOOK_ENDPOINTS_MAX = 16;
const SECRET_CHARS = 32;

export const webhookEndpoint = resource<StripeTwin>("webhook_endpoint", {
  operations: {
    PostWebhookEndpoints: post("/v1/webhook_endpoints", CreateWebhookEndpoint, create),
    GetWebhookEndpoints: get("/v1/webhook_endpoints", listParams({}), list),
    GetWebhookEndpointsWebhookEndpoint: get("/v1/webhook_endpoints/:webhook_endpoint", params({}), retrieve),
    PostWebhookEndpointsWebhookEndpoint: post("/v1/webhook_endpoints/:webhook_endpoint", UpdateWebhookEndpoint, update),
    DeleteWebhookEndpointsWebhookEndpoint: del("/v1/webhook_endpoints/:webhook_endpoint", params({}), remove),
  },
});

function create({ params: asked, state, now, ids, account }: Op<CreateWebhookEndpoint>): Stripe.WebhookEndpoint {
  if (state.webhookEndpoints.size >= WEBHOOK_ENDPOINTS_MAX) {
    throw invalidRequest({
      message: `You have reached the maximum of ${WEBHOOK_ENDPOINTS_MAX} test webhook endpoints.`,
    });
  }
  const made = state.webhookEndpoints.insert({
    created: Math.floor(now / 1_000),
    livemode: account.livemode,
    api_version: asked.api_version ?? null,
    connect: asked.connect ?? false,
    description: asked.description ?? null,
    enabled_events: asked.enabled_events,
    metadata: mergeMetadata({}, asked.metadata),
    secret: ids.prefixed("whsec_", SECRET_CHARS),
    status: "enabled",
    url: asked.url,
  });
  return { ...wireWebhookEndpoint(made), secret: made.secret };
}

function retrieve({ path, state }: Op<object, "webhook_endpoint">): Stripe.WebhookEndpoint {
  return wireWebhookEndpoint(state.webhookEndpoints.require(path.webhook_endpoint));
}

function list({ params: page, state }: Op<PageParams>): Stripe.ApiList<Stripe.WebhookEndpoint> {
  return listObject(state.webhookEndpoints, page, {
    url: "/v1/webhook_endpoints",
    wire: wireWebhookEndpoint,
    departed: state.departed,
  });
}

function update({ path, params: asked, state }: Op<UpdateWebhookEndpoint, "webhook_endpoint">): Stripe.WebhookEndpoint {
  const before = state.webhookEndpoints.require(path.webhook_endpoint);
  const { disabled, metadata, ...rest } = asked;
  const { description, enabled_events, url } = rest;
  const status = disabled === undefined ? undefined : disabled ? "disabled" : "enabled";
  const changes = definedFields({ description, enabled_events, url, status } as const);
  const after = state.webhookEndpoints.update(before.id, {
    ...changes,
    metadata: mergeMetadata(before.metadata, metadata),
  });
  return wireWebhookEndpoint(after);
}

function remove({ path, state }: Op<object, "webhook_endpoint">): Stripe.DeletedWebhookEndpoint {
  const { id } = state.webhookEndpoints.require(path.webhook_endpoint);
  depart(state.webhookEndpoints, state.departed, id);
  return { id, object: "webhook_endpoint", deleted: true };
}
