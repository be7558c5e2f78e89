import { timestampedHmac, type WebhookContext, type WebhookMessage, type Webhooks } from "@twinkit-pro/twinkit";
import { API_VERSION_DEFAULT } from "./api-version.ts";
import { type StoredEvent, wireEvent } from "./resources/events/event.ts";
import { forgetOldEvents } from "./resources/events/retention.ts";
import type { WebhookEndpoint } from "./resources/webhook-endpoints/webhook-endpoint.ts";
import type { EmittedStripeEvent, State, StripeTwin } from "./types.ts";

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

/**
 * An endpoint that accepted nothing since its first failure is disabled after nine days: the span that Stripe's letters
 * to its owner name. The documentation says "multiple days in a row".
 */
export const DISABLED_AFTER_MS = 9 * 24 * HOUR_MS;

/** The account that the key belongs to; others are connected to it. */
const MAIN_ACCOUNT = "";

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
  disable: {
    afterFailingForMs: DISABLED_AFTER_MS,
    apply: ({ state }, endpoint) => {
      if (state.webhookEndpoints.has(endpoint)) state.webhookEndpoints.update(endpoint, { status: "disabled" });
    },
  },
  stillWanted: ({ state }, { endpoint }) =>
    endpoint === CONFIGURED_TARGET || state.webhookEndpoints.get(endpoint)?.status === "enabled",
  onOutcome: ({ stateOf }, { event, endpoint, account, status, repeated }) => {
    const events = stateOf(account)?.events;
    if (status !== "delivered" || repeated || endpoint === CONFIGURED_TARGET || events?.has(event.id) !== true) return;
    events.update(event.id, (stored) => ({ pending_webhooks: Math.max(0, stored.pending_webhooks - 1) }));
  },
};

function messages(
  emitted: EmittedStripeEvent,
  { state, now, accountName, stateOf }: WebhookContext<StripeTwin>,
  target: string | null,
): readonly WebhookMessage[] {
  const { type, object, previousAttributes, request } = emitted;
  const own = endpointsFor(state, type, "own");
  const platform = accountName === MAIN_ACCOUNT ? null : stateOf(MAIN_ACCOUNT);
  const connect = platform === null ? [] : endpointsFor(platform, type, "connected");
  const event = state.events.insert({
    type,
    created: Math.floor(now / 1_000),
    livemode: (object as { readonly livemode?: boolean }).livemode ?? false,
    api_version: API_VERSION_DEFAULT,
    data: previousAttributes === null ? { object } : { object, previous_attributes: previousAttributes },
    pending_webhooks: own.length + connect.length,
    request,
  });
  forgetOldEvents(state);
  const connected = accountName === MAIN_ACCOUNT ? null : accountName;
  return [
    ...own.map((endpoint) => message(event, endpoint, null)),
    ...connect.map((endpoint) => ({ ...message(event, endpoint, connected), account: MAIN_ACCOUNT })),
    ...(target === null ? [] : [message(event, configuredEndpoint(target), connected)]),
  ];
}

/**
 * An endpoint hears either of its own account or, with `connect`, of the accounts connected to it.
 * https://docs.stripe.com/connect/webhooks
 */
function endpointsFor(state: State, type: string, whose: "own" | "connected"): readonly WebhookEndpoint[] {
  return state.webhookEndpoints.by("status", "enabled").filter(({ connect, enabled_events: enabled }) => {
    return connect === (whose === "connected") && (enabled.includes("*") || enabled.includes(type));
  });
}

type Receiver = Pick<WebhookEndpoint, "id" | "url" | "secret" | "api_version">;

function configuredEndpoint(url: string): Receiver {
  return { id: CONFIGURED_TARGET, url, secret: CONFIGURED_TARGET_SECRET, api_version: null };
}

/** `account` is the connected account that the platform is told of; null for an account's own events. */
function message(
  event: StoredEvent,
  { id, url, secret, api_version: version }: Receiver,
  account: string | null,
): WebhookMessage {
  const { id: eventId, object, ...rest } = wireEvent(event);
  const whose = account === null ? {} : { account };
  const body = JSON.stringify(
    { id: eventId, object, ...whose, ...rest, api_version: version ?? event.api_version },
    null,
    2,
  );
  return { event: { id: event.id, type: event.type }, endpoint: id, url, body, secret };
}
