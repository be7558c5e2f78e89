import * as v from "valibot";

const Instant = v.pipe(v.string(), v.isoTimestamp());
const Text = v.pipe(v.string(), v.nonEmpty());
const Headers = v.record(v.string(), v.string());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** One message to one endpoint, made when the event happens and sent until it is accepted or given up. */
const Message = v.strictObject({
  event: v.strictObject({ id: v.string(), type: v.string() }),
  /** The vendor's id of the subscription; messages to one endpoint leave in order. */
  endpoint: v.string(),
  /** The account of the world that the endpoint belongs to. @default the account in which the event happened */
  account: v.exactOptional(v.string()),
  url: v.string(),
  body: v.string(),
  /** What the signer needs; empty where the vendor does not sign. */
  secret: v.string(),
  /** Headers of this message beside those of every message and the signer's. */
  headers: v.exactOptional(Headers),
});
export type WebhookMessage = DeepReadonly<v.InferOutput<typeof Message>>;

export const DeliveryAttempt = v.strictObject({
  at: v.pipe(Instant, v.description("When it began.")),
  duration_ms: v.pipe(v.number(), v.description("By the machine's clock.")),
  request: v.pipe(
    v.strictObject({ method: v.literal("POST"), url: v.string(), headers: Headers }),
    v.description("As it was sent, signature included, without secrets; the body is the delivery's."),
  ),
  response: v.pipe(
    v.nullable(v.strictObject({ status: Count, headers: Headers, body: v.string() })),
    v.description("At most 4 KiB of its body; null where no answer came."),
  ),
  error: v.pipe(v.nullable(v.string()), v.description("Why it was no success.")),
});
export type DeliveryAttempt = DeepReadonly<v.InferOutput<typeof DeliveryAttempt>>;

export const DELIVERY_STATUSES = ["pending", "delivered", "failed"] as const;

/** A message on its way. `replayed_from` names the delivery that it repeats. */
export const Delivery = v.strictObject({
  id: Text,
  /** The account in which the event happened. */
  account: v.string(),
  message: Message,
  status: v.picklist(DELIVERY_STATUSES),
  created_at: Instant,
  next_attempt_at: v.nullable(Instant),
  attempts: v.array(DeliveryAttempt),
  /** Why it failed for good; null while it has not. */
  failure: v.nullable(v.string()),
  replayed_from: v.nullable(v.string()),
});
export type Delivery = DeepReadonly<v.InferOutput<typeof Delivery>>;

/** Attempts at one endpoint that failed in a row. */
export const FailureStreak = v.strictObject({
  account: v.pipe(v.string(), v.description("The account that the endpoint belongs to.")),
  endpoint: v.string(),
  failures: v.pipe(Count, v.minValue(1), v.description("Attempts in a row.")),
  since: v.pipe(Instant, v.description("When the first of them was made.")),
});
export type FailureStreak = Readonly<v.InferOutput<typeof FailureStreak>>;

/** All that a world keeps of its webhooks, as exported with its state. */
export const DeliveryState = v.strictObject({
  /** Deliveries made so far; the next id follows it. */
  count: Count,
  entries: v.array(Delivery),
  failing: v.array(FailureStreak),
});
export type DeliveryState = v.InferOutput<typeof DeliveryState>;

/** The account whose state holds the endpoint of a delivery. */
export function endpointAccount({ account, message }: Delivery): string {
  return message.account ?? account;
}

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
