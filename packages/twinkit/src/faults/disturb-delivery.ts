import type { WebhookMessage } from "../webhooks/delivery.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { matchesText } from "./path-pattern.ts";

/** How long a delivery that others should overtake waits for them, on the world's clock. */
export const OVERTAKEN_AFTER_MS = 5_000;

/** How a world sends messages on their way. */
export interface Mailbox {
  /** Puts a message on the agenda. @returns the id of its delivery */
  readonly post: (delayMs: number) => string;
  /** Whether a delivery has not left yet. */
  readonly waits: (deliveryId: string) => boolean;
  /** Makes a delivery that waits due now, after all that is due already. */
  readonly hurry: (deliveryId: string) => void;
}

/** Sends a webhook as the faults of the world want it: once, twice, or after the next one to the same endpoint. */
export function disturbDelivery(
  plan: FaultPlan,
  account: string,
  { event, endpoint }: Pick<WebhookMessage, "event" | "endpoint">,
  { post, waits, hurry }: Mailbox,
): void {
  const lane = `${account}\n${endpoint}`;
  const overtaken = plan.overtaken.get(lane);
  plan.overtaken.delete(lane);
  if (overtaken !== undefined && waits(overtaken)) {
    post(0);
    hurry(overtaken);
    return;
  }
  const type = event.type;
  const fault = plan.strikeDelivery(({ match }) => match.event === undefined || matchesText(match.event, type));
  if (fault?.spec.effect.webhook === "out_of_order") {
    plan.overtaken.set(lane, post(OVERTAKEN_AFTER_MS));
    return;
  }
  post(0);
  if (fault !== null) post(0);
}
