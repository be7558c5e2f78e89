import type { TwinTypes } from "../define/twin-types.ts";
import type { FailureStreak } from "./delivery.ts";
import { isWithin, type StatusRange } from "./status-range.ts";
import type { WebhookContext } from "./webhooks.ts";

/** Why an endpoint was disabled. */
export type DisableReason = "failing_for_too_long" | "too_many_failures" | "status";

/** When a vendor stops telling an endpoint that fails. The conditions stand beside each other; each is enough. */
export interface DisableRule<T extends TwinTypes> {
  /** Nothing was accepted for this long since the first failure, in milliseconds of the world's clock. */
  readonly afterFailingForMs?: number;
  /** This many attempts in a row were not accepted, whichever messages they carried. */
  readonly afterConsecutiveFailures?: number;
  /** Answers that disable at once, such as 410. */
  readonly onStatus?: readonly StatusRange[];
  /**
   * Marks the endpoint as disabled in the twin's state, so that `messages` and `stillWanted` leave it out. When the user
   * enables it again it starts afresh: its failures are forgotten.
   */
  readonly apply: (context: WebhookContext<T>, endpoint: string, reason: DisableReason) => void;
}

type Conditions = Pick<DisableRule<TwinTypes>, "afterConsecutiveFailures" | "onStatus">;

/** Whether a failed attempt is the one that disables its endpoint. `status` is null where no answer came. */
export function disablesNow(rule: Conditions, streak: FailureStreak, status: number | null): DisableReason | null {
  if (status !== null && isWithin(status, rule.onStatus ?? [])) return "status";
  const { afterConsecutiveFailures = Number.POSITIVE_INFINITY } = rule;
  return streak.failures >= afterConsecutiveFailures ? "too_many_failures" : null;
}
