import type { WorldContext } from "../define/context.ts";
import type { TwinTypes } from "../define/twin-types.ts";

/** One message to one endpoint, made when the event happens and sent until it is accepted or given up. */
export interface WebhookMessage {
  readonly event: { readonly id: string; readonly type: string };
  /** The vendor's id of the subscription; messages to one endpoint leave in order. */
  readonly endpoint: string;
  readonly url: string;
  readonly body: string;
  /** What the signer needs; empty where the vendor does not sign. */
  readonly secret: string;
  /** Headers of this message beside the signer's. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SigningInput {
  readonly body: string;
  readonly secret: string;
  /**
   * Seconds since the epoch by the machine's clock: the receiver compares it with its own clock,
   * which does not move with the world's.
   */
  readonly timestamp: number;
  /** Counts from 1. */
  readonly attempt: number;
}

export interface DeliveryOutcome {
  readonly event: { readonly id: string; readonly type: string };
  readonly endpoint: string;
  /** What was sent. */
  readonly body: string;
  readonly status: "delivered" | "pending" | "failed";
  /** Why the last attempt failed; null where it was accepted. */
  readonly error: string | null;
}

/** How a vendor tells events: whom, in which form, how signed, how often. */
export interface Webhooks<T extends TwinTypes> {
  /**
   * Runs inside the operation that emitted: stores the event where the vendor keeps events, and says who is told.
   * `target` is an extra address the user configured (`webhook_url`); it gets every event.
   */
  readonly messages: (event: T["event"], context: WorldContext<T>, target: string | null) => readonly WebhookMessage[];
  /** Headers that the receiver verifies. */
  readonly sign: (input: SigningInput) => Readonly<Record<string, string>>;
  /** Headers every delivery carries, content type and user agent among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Waits between attempts; the first attempt is immediate, and after the last wait comes the last attempt. */
  readonly retryDelaysMs: readonly number[];
  /** How long the vendor waits for an answer. */
  readonly timeoutMs: number;
  /** Which statuses count as accepted. @default 200 to 299 */
  readonly accepts?: (status: number) => boolean;
  /**
   * Asked before each retry: false ends the delivery, for vendors that stop when the endpoint was deleted or disabled.
   * @default retries go on
   */
  readonly stillWanted?: (
    context: WorldContext<T>,
    delivery: { readonly event: { readonly id: string; readonly type: string }; readonly endpoint: string },
  ) => boolean;
  /** Runs after each attempt, to keep what the vendor shows of deliveries. */
  readonly onOutcome?: (context: WorldContext<T>, outcome: DeliveryOutcome) => void;
}
