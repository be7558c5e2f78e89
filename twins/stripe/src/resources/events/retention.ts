import type { State } from "../../types.ts";
import type { StoredEvent } from "./event.ts";

/** How long the API shows an event. https://docs.stripe.com/api/events */
export const EVENT_RETENTION_SECONDS = 30 * 86_400;

/** Events that an account keeps at least, if they are young enough; the oldest leave first. */
export const EVENTS_KEPT = 20_000;
/** Events that leave at once: looking for the oldest costs the same for one or many. */
const EVENTS_FORGOTTEN_AT_ONCE = 2_000;

export function isExpired({ created }: StoredEvent, now: number): boolean {
  return created + EVENT_RETENTION_SECONDS <= Math.floor(now / 1_000);
}

/** Keeps the memory of a busy account bounded. */
export function forgetOldEvents({ events }: Pick<State, "events">): void {
  if (events.size < EVENTS_KEPT + EVENTS_FORGOTTEN_AT_ONCE) return;
  for (const { id } of events.all()) {
    if (events.size <= EVENTS_KEPT) return;
    events.delete(id);
  }
}
