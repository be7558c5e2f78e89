import type { DeliveryOutcome, WebhookMessage, Webhooks } from "@twinkit-pro/twinkit";
import type { IconikEvent } from "./events.ts";
import { systemDomainOf } from "./resources/system-domains/system-domain.ts";
import type { Webhook } from "./resources/webhooks/webhook.ts";
import { timestamp } from "./timestamps.ts";
import type { Iconik, State, Work } from "./types.ts";
import { without } from "./without.ts";

const MINUTE_MS = 60_000;

/**
 * iconik signs nothing: the headers of a webhook's definition are the secret that its receiver checks.
 * How often it tries again is not documented; the waits here are ours.
 */
export const webhooks: Webhooks<Iconik> = {
  messages,
  headers: { "content-type": "application/json", "user-agent": "iconik-webhooks" },
  retry: { delaysMs: [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 120 * MINUTE_MS] },
  timeoutMs: 10_000,
  stillWanted: ({ state }, { endpoint }) => isCalled(state.webhooks.get(endpoint)),
  onOutcome: keepOutcome,
};

function messages(event: IconikEvent, { state, ids }: Work, target: string | null): readonly WebhookMessage[] {
  const body = payloadOf(event, state);
  const eventId = ids.uuid();
  const to = (endpoint: string, url: string, headers: Readonly<Record<string, string>>): WebhookMessage => ({
    event: { id: eventId, type: event.type },
    endpoint,
    url,
    body,
    secret: "",
    headers,
  });
  const told = state.webhooks
    .by("event_type", event.event_type)
    .filter((webhook) => listensTo(webhook, event))
    .map((webhook) => to(webhook.id, webhook.url, webhook.headers));
  return target === null ? told : [...told, to("target", target, {})];
}

function payloadOf(event: IconikEvent, state: State): string {
  const { id, name } = systemDomainOf(state);
  return JSON.stringify({ ...without(event, "type"), system_domain_id: id, system_name: name });
}

function listensTo(webhook: Webhook, event: IconikEvent): boolean {
  return (
    isCalled(webhook) &&
    (webhook.realm ?? event.realm) === event.realm &&
    (webhook.operation ?? event.operation) === event.operation &&
    (webhook.object_id ?? event.object_id) === event.object_id
  );
}

function isCalled(webhook: Webhook | undefined): boolean {
  return webhook?.status === "ENABLED" || webhook?.status === "FAILING";
}

/** A webhook shows since when it fails, why, and with what, until a delivery succeeds. */
function keepOutcome({ state, now }: Work, { endpoint, error, body }: DeliveryOutcome): void {
  const webhook = state.webhooks.get(endpoint);
  if (webhook === undefined) return;
  if (error === null) {
    if (webhook.status === "FAILING") state.webhooks.update(webhook.id, HEALTHY);
    return;
  }
  state.webhooks.update(webhook.id, {
    status: webhook.status === "ENABLED" ? "FAILING" : webhook.status,
    first_failed_at: webhook.first_failed_at ?? timestamp(now),
    last_error: error,
    last_payload: body,
  });
}

const HEALTHY = {
  status: "ENABLED",
  first_failed_at: undefined,
  last_error: undefined,
  last_payload: undefined,
} as const;
