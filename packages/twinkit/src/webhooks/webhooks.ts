import type { WorldContext } from "../define/context.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { WebhookMessage } from "./delivery.ts";
import type { DisableRule } from "./disable-rule.ts";
import type { RetrySchedule } from "./retry-schedule.ts";
import type { Signing } from "./signing.ts";
import type { StatusRange } from "./status-range.ts";

/** All that the hooks of webhooks may touch: beside an account's own, the state of the world's other accounts. */
export interface WebhookContext<T extends TwinTypes> extends WorldContext<T> {
  /** The account that `state` belongs to; "" is the main one. */
  readonly accountName: string;
  /** State of an account of the same world; null where nothing was ever done in it. */
  readonly stateOf: (account: string) => T["state"] | null;
}

interface Told {
  readonly event: { readonly id: string; readonly type: string };
  readonly endpoint: string;
  /** The account in which the event happened. */
  readonly account: string;
}

export interface DeliveryOutcome extends Told {
  /** What was sent. */
  readonly body: string;
  readonly status: "delivered" | "pending" | "failed";
  /** Why the last attempt failed; null where it was accepted. */
  readonly error: string | null;
  /** The endpoint had accepted this event before: the delivery is a replay or a duplicate. */
  readonly repeated: boolean;
}

/** How a vendor tells events: whom, in which form, how signed, how often. */
export interface Webhooks<T extends TwinTypes> {
  /**
   * Runs inside the operation that emitted: stores the event where the vendor keeps events, and says who is told.
   * `target` is an extra address the user configured (`webhook_url`); it gets every event.
   */
  readonly messages: (
    event: T["event"],
    context: WebhookContext<T>,
    target: string | null,
  ) => readonly WebhookMessage[];
  /** Headers by which the receiver knows the vendor. @default the vendor does not sign */
  readonly sign?: Signing;
  /** Headers every delivery carries, by lower-case name, content type and user agent among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly retry: RetrySchedule;
  /** How long the vendor waits for an answer. */
  readonly timeoutMs: number;
  /** Answers that count as accepted. @default 200 to 299 */
  readonly accepts?: readonly StatusRange[];
  /** When the vendor stops telling an endpoint that fails. @default never */
  readonly disable?: DisableRule<T>;
  /**
   * Asked before each retry, in the state of the account that owns the endpoint: false ends the delivery, for vendors
   * that stop when the endpoint was deleted or disabled. @default retries go on
   */
  readonly stillWanted?: (context: WebhookContext<T>, told: Told) => boolean;
  /** Runs after each attempt, in the state of the account that owns the endpoint: keeps what the vendor shows of deliveries. */
  readonly onOutcome?: (context: WebhookContext<T>, outcome: DeliveryOutcome) => void;
}
