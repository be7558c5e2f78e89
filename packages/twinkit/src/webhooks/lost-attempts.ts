import type { AgendaEntry } from "../work/agenda.ts";
import type { Delivery } from "./delivery.ts";

/**
 * Pending deliveries that no entry of the agenda leads to: their attempt was under way when the state was taken, and
 * its outcome is not known. They are attempted again.
 */
export function lostAttempts(
  deliveries: readonly Delivery[],
  entries: () => readonly AgendaEntry[],
  action: string,
): Omit<AgendaEntry, "seq">[] {
  const pending = deliveries.filter(({ status }) => status === "pending");
  if (pending.length === 0) return [];
  const waiting = new Set(
    entries()
      .filter((entry) => entry.action === action)
      .map(({ payload }) => payload["delivery"]),
  );
  return pending
    .filter(({ id }) => !waiting.has(id))
    .map(({ id, account, created_at, next_attempt_at }) => ({
      dueMs: Date.parse(next_attempt_at ?? created_at),
      action,
      account,
      payload: { delivery: id },
    }));
}
