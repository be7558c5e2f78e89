import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";

/** A webhook endpoint as the twin keeps it. `created` is in seconds. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly created: number;
  readonly livemode: boolean;
  /** Null: events are rendered in the account's default version. */
  readonly api_version: string | null;
  readonly connect: boolean;
  readonly description: string | null;
  /** Event types, or `*` for all of them. */
  readonly enabled_events: readonly string[];
  readonly metadata: Metadata;
  /** Shown once, in the answer to the creation. */
  readonly secret: string;
  readonly status: "enabled" | "disabled";
  readonly url: string;
}

export const webhookEndpoints = collection<WebhookEndpoint, "status">({
  id: (ids) => ids.prefixed("we_1", 23),
  missing: resourceMissing("webhook endpoint", "webhook_endpoint"),
  indexes: ["status"],
});

export function wireWebhookEndpoint(endpoint: WebhookEndpoint): Stripe.WebhookEndpoint {
  return {
    id: endpoint.id,
    object: "webhook_endpoint",
    api_version: endpoint.api_version,
    application: null,
    created: endpoint.created,
    description: endpoint.description,
    enabled_events: [...endpoint.enabled_events],
    livemode: endpoint.livemode,
    metadata: endpoint.metadata,
    status: endpoint.status,
    url: endpoint.url,
  };
}
