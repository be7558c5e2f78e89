import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";

/** An event as the twin keeps it; its data never changes. `created` is in seconds. */
export interface StoredEvent {
  readonly id: string;
  readonly type: Stripe.Event.Type;
  readonly created: number;
  readonly livemode: boolean;
  readonly api_version: string;
  readonly data: { readonly object: object; readonly previous_attributes?: object };
  /** Endpoints that have not accepted it yet. */
  readonly pending_webhooks: number;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
}

export const events = collection<StoredEvent, "type">({
  id: (ids) => ids.prefixed("evt_1", 23),
  missing: resourceMissing("event"),
  indexes: ["type"],
});

export function wireEvent(event: StoredEvent): Stripe.Event {
  return {
    id: event.id,
    object: "event",
    api_version: event.api_version,
    created: event.created,
    data: event.data,
    livemode: event.livemode,
    pending_webhooks: event.pending_webhooks,
    request: event.request,
    type: event.type,
    // The SDK ties each type to its object; an event read back from the store has only the pair.
  } as unknown as Stripe.Event;
}
