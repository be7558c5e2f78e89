import { timestampedHmac, type WebhookMessage, type Webhooks } from "@twinkit-pro/twinkit";
import { API_VERSION_DEFAULT } from "./api-version.ts";
import { type StoredEvent, wireEvent } from "./resources/events/event.ts";
import { forgetOldEvents } from "./resources/events/retention.ts";
import type { WebhookEndpoint } from "./resources/webhook-endpoints/webhook-endpoint.ts";
import type { EmittedStripeEvent, StripeTwin, Work } from "./types.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Live mode: for up to three days with an exponential back-off. https://docs.stripe.com/webhooks#automatic-retries
 * Stripe publishes the span, not the steps. The last of these comes 65 hours and 35 minutes after the event.
 */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  12 * HOUR_MS,
  12 * HOUR_MS,
  12 * HOUR_MS,
  12 * HOUR_MS,
];

/** How long the twin waits for a receiver; Stripe says "quickly" and names no figure. */
const RECEIVER_TIMEOUT_MS = 20_000;

/** The endpoint id of messages to the address from the twin's configuration, and the secret they are signed with. */
const CONFIGURED_TARGET = "we_configured";
export const CONFIGURED_TARGET_SECRET = "whsec_wondertwin";

export const webhooks: Webhooks<StripeTwin> = {
  messages,
  sign: timestampedHmac("stripe-signature"),
  headers: {
    accept: "*/*; q=0.5, application/xml",
    "cache-control": "no-cache",
    "content-type": "application/json; charset=utf-8",
    "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
  },
  retry: { delaysMs: RETRY_DELAYS_MS },
  timeoutMs: RECEIVER_TIMEOUT_MS,
  stillWanted: ({ state }, { endpoint }) =>
    endpoint === CONFIGURED_TARGET || state.webhookEndpoints.get(endpoint)?.status === "enabled",
  onOutcome: ({ state }, { event, endpoint, status }) => {
    if (status !== "delivered" || endpoint === CONFIGURED_TARGET || !state.events.has(event.id)) return;
    state.events.update(event.id, (stored) => ({ pending_webhooks: Math.max(0, stored.pending_webhooks - 1) }));
  },
};

function messages(emitted: EmittedStripeEvent, { state, now }: Work, target: string | null): readonly WebhookMessage[] {
  const told = state.webhookEndpoints.by("status", "enabled").filter((endpoint) => wants(endpoint, emitted.type));
  const { type, object, previousAttributes, request } = emitted;
  const event = state.events.insert({
    type,
    created: Math.floor(now / 1_000),
    livemode: (object as { readonly livemode?: boolean }).livemode ?? false,
    api_version: API_VERSION_DEFAULT,
    data: previousAttributes === null ? { object } : { object, previous_attributes: previousAttributes },
    pending_webhooks: told.length,
    request,
  });
  forgetOldEvents(state);
  const outgoing = told.map((endpoint) => message(event, endpoint));
  return target === null ? outgoing : [...outgoing, message(event, configuredEndpoint(target))];
}

/** Endpoints for connected accounts hear nothing of the account's own events. */
function wants({ enabled_events: enabled, connect }: WebhookEndpoint, type: string): boolean {
  return !connect && (enabled.includes("*") || enabled.includes(type));
}

type Receiver = Pick<WebhookEndpoint, "id" | "url" | "secret" | "api_version">;

function configuredEndpoint(url: string): Receiver {
  return { id: CONFIGURED_TARGET, url, secret: CONFIGURED_TARGET_SECRET, api_version: null };
}

function message(event: StoredEvent, { id, url, secret, api_version: version }: Receiver): WebhookMessage {
  const body = JSON.stringify({ ...wireEvent(event), api_version: version ?? event.api_version }, null, 2);
  return { event: { id: event.id, type: event.type }, endpoint: id, url, body, secret };
}
