import type Stripe from "stripe";
import type { RequestFacts } from "@twinkit-pro/twinkit";
import type { Work } from "./types.ts";
import type { Wire } from "./wire-types.ts";

/** The object that an event of this type carries, by the SDK's types. */
export type EventObject<Type extends Stripe.Event.Type> = Wire<Extract<Stripe.Event, { type: Type }>["data"]["object"]>;

/** A handler's context, or background work's, which has no request. */
export type Emitter = Pick<Work, "emit"> & { readonly request?: RequestFacts };

/**
 * Stores an event and tells the endpoints: `emitEvent(op, "customer.updated", wire(after), wire(before))`.
 * With `before`, the event says which attributes changed and what they were; where none did, there is no event.
 */
export function emitEvent<Type extends Stripe.Event.Type>(
  { emit, request }: Emitter,
  type: Type,
  object: EventObject<Type>,
  before?: EventObject<Type>,
): void {
  const previous = before === undefined ? null : previousAttributes(before as object, object as object);
  if (previous !== null && Object.keys(previous).length === 0) return;
  emit({
    type,
    object: object as object,
    previousAttributes: previous,
    request: { id: request?.requestId ?? null, idempotency_key: request?.headers["idempotency-key"] ?? null },
  });
}

/** What changed, with the values before; of a map only the keys that changed, null where a key is new. */
export function previousAttributes(before: object, after: object): Record<string, unknown> {
  const changed: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [fieldOf(before, key), fieldOf(after, key)];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    changed.push([key, isMap(was) && isMap(is) ? previousAttributes(was, is) : (was ?? null)]);
  }
  return Object.fromEntries(changed);
}

function fieldOf(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
