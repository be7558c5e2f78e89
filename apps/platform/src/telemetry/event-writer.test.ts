import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { telemetryEvents } from "../database/schema.ts";
import { createTaskGroup } from "../tasks/task-group.ts";
import { describeDatabases } from "../testing/engines.ts";
import type { StoredEvent } from "./event-store.ts";
import { startEventWriter } from "./event-writer.ts";
import { WRITE_EVENTS_MAX } from "./limits.ts";

describeDatabases("the writer of telemetry", (database) => {
  beforeEach(async () => {
    await database().db.delete(telemetryEvents);
  });

  const start = () => {
    const tasks = createTaskGroup((_, error) => {
      throw error;
    });
    return { tasks, writer: startEventWriter(database().db, tasks) };
  };
  const stored = () => database().db.$count(telemetryEvents);

  it("stores what waits before it stops, and takes nothing after", async () => {
    const { tasks, writer } = start();
    const writes = Array.from({ length: 20 }, () => writer.write([event(), event()]));
    expect(await tasks.stop(10_000)).toEqual([]);
    expect((await Promise.all(writes)).flat()).toEqual(Array(40).fill(true));
    expect(await stored()).toBe(40);
    await expect(writer.write([event()])).rejects.toMatchObject({ code: "shutting_down" });
    expect(await stored()).toBe(40);
  });

  it("stores more than one statement holds", async () => {
    const { tasks, writer } = start();
    const batches = Array.from({ length: 3 }, () => Array.from({ length: WRITE_EVENTS_MAX / 2 }, event));
    const results = await Promise.all(batches.map((batch) => writer.write(batch)));
    expect(results.flat().every(Boolean)).toBe(true);
    expect(await stored()).toBe(1.5 * WRITE_EVENTS_MAX);
    await tasks.stop(10_000);
  });

  it("lets one batch that cannot be stored fail alone", async () => {
    const { tasks, writer } = start();
    const writes = [[event()], [{ ...event(), eventId: "no uuid" }], [event()]].map((batch) => writer.write(batch));
    const settled = await Promise.allSettled(writes);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await stored()).toBe(2);
    await tasks.stop(10_000);
  });

  it("answers an empty batch without writing", async () => {
    const { tasks, writer } = start();
    expect(await writer.write([])).toEqual([]);
    await tasks.stop(10_000);
  });
});

function event(): StoredEvent {
  return {
    eventId: randomUUID(),
    type: "domain_event",
    at: new Date(0),
    payload: { name: "job.finished" },
    twinId: "twin-iconik",
    twinVersion: "1.0.0",
    accountId: "acct-test",
    licenseJti: "lic-test",
    receivedAt: new Date(0),
  };
}
