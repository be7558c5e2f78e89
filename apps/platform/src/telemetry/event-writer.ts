import type { Database } from "../database/database.ts";
import { normalizeError } from "../errors/normalize-error.ts";
import { PlatformError } from "../errors/platform-error.ts";
import type { TaskGroup } from "../tasks/task-group.ts";
import { insertEvents, type StoredEvent } from "./event-store.ts";
import { WRITE_EVENTS_MAX } from "./limits.ts";

/** The one writer of telemetry: batches that wait together are committed together. */
export interface EventWriter {
  /**
   * Stores a batch. Resolves once it is committed.
   *
   * @returns for each event, whether it was new
   * @throws {PlatformError} `database_unavailable`, `shutting_down`: nothing of this batch is acknowledged then.
   */
  write(events: readonly StoredEvent[]): Promise<boolean[]>;
}

interface WaitingBatch {
  readonly events: readonly StoredEvent[];
  readonly resolve: (isNew: boolean[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts the writer among `tasks`. When they stop, it first writes what waits. The caller bounds how many wait. */
export function startEventWriter(db: Database, tasks: TaskGroup): EventWriter {
  const waiting: WaitingBatch[] = [];
  let wake = Promise.withResolvers<void>();
  let isStopped = false;
  tasks.start("telemetry writer", async (stop) => {
    stop.addEventListener("abort", () => wake.resolve(), { once: true });
    while (!stop.aborted || waiting.length > 0) {
      if (waiting.length === 0) await wake.promise;
      wake = Promise.withResolvers();
      await commitTogether(db, takeGroup(waiting));
    }
    isStopped = true;
  });
  return {
    async write(events) {
      if (events.length === 0) return [];
      if (isStopped)
        throw new PlatformError("shutting_down", "The platform is stopping. Send the batch again shortly.");
      const { promise, resolve, reject } = Promise.withResolvers<boolean[]>();
      waiting.push({ events, resolve, reject });
      wake.resolve();
      return promise;
    },
  };
}

/** The batches that waited longest, as many as one statement should hold and at least one. */
function takeGroup(waiting: WaitingBatch[]): WaitingBatch[] {
  let events = 0;
  const end = waiting.findIndex((batch, index) => {
    events += batch.events.length;
    return index > 0 && events > WRITE_EVENTS_MAX;
  });
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

async function commitTogether(db: Database, group: readonly WaitingBatch[]): Promise<void> {
  if (group.length === 0) return;
  try {
    const added = await insertEvents(
      db,
      group.flatMap((batch) => batch.events),
    );
    // An id counts as new for the first who sent it, also where two batches of one group have it.
    for (const { events, resolve } of group) resolve(events.map(({ eventId }) => added.delete(eventId)));
  } catch (error) {
    // If the database is there, one batch may be at fault: the others should not suffer for it.
    if (group.length === 1 || normalizeError(error).code === "database_unavailable") {
      for (const { reject } of group) reject(error);
    } else {
      for (const batch of group) await commitTogether(db, [batch]);
    }
  }
}
