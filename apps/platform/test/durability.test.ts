import { expect, it } from "vitest";
import { describeEngines } from "../src/testing/engines.ts";
import { platformClient } from "./support/platform-client.ts";
import { environmentOf, servePlatform } from "./support/platform-process.ts";
import { batchOf, observation, OPERATOR_TOKEN } from "../src/testing/test-platform.ts";

const ROUNDS = 4;

describeEngines("kill -9 of the platform", (place) => {
  const serve = () => servePlatform({ ...environmentOf(place()), WT_OPERATOR_TOKEN: OPERATOR_TOKEN });

  it("right after an answer loses neither the licence nor the batch", async () => {
    const issued: string[] = [];
    let sent = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      await using server = await serve();
      const client = platformClient(server.url);
      expect((await client.licenses("acct-kill")).toSorted()).toEqual(issued.toSorted());
      expect(await client.eventsStored()).toBe(sent);
      const { jti, token } = await client.issue("acct-kill", ["twin-stripe"]);
      issued.push(jti);
      if (round % 2 === 0) {
        server.kill("SIGKILL");
      } else {
        const events = Array.from({ length: 200 }, () => observation());
        expect(await client.ingest(token, batchOf("twin-stripe", events))).toMatchObject({ accepted: 200 });
        server.kill("SIGKILL");
        sent += events.length;
      }
      expect(await server.exited).toBeNull();
    }
    await using server = await serve();
    const client = platformClient(server.url);
    expect((await client.licenses("acct-kill")).toSorted()).toEqual(issued.toSorted());
    expect(await client.eventsStored()).toBe(sent);
  });

  it("in the middle of load loses no acknowledged event, and stores none twice", async () => {
    const acknowledged = new Map<string, unknown>();
    let stored: number;
    let token: string;
    {
      await using server = await serve();
      const client = platformClient(server.url);
      stored = await client.eventsStored();
      ({ token } = await client.issue("acct-load", ["twin-stripe"]));
      const send = async (): Promise<void> => {
        const events = Array.from({ length: 50 }, () => observation());
        const { accepted } = await client.ingest(token, batchOf("twin-stripe", events));
        expect(accepted).toBe(events.length);
        for (const event of events) acknowledged.set(event.event_id, event);
        // Killed by whichever answer comes tenth, with other batches in work.
        if (acknowledged.size >= 500) server.kill("SIGKILL");
        else await send();
      };
      const senders = await Promise.allSettled(Array.from({ length: 6 }, send));
      expect(senders.some(({ status }) => status === "rejected")).toBe(true);
      await server.exited;
    }
    await using server = await serve();
    const client = platformClient(server.url);
    const after = await client.eventsStored();
    expect(after - stored).toBeGreaterThanOrEqual(acknowledged.size);
    const again = await client.ingest(token, batchOf("twin-stripe", [...acknowledged.values()].slice(0, 500)));
    expect(again).toMatchObject({ accepted: 0, duplicates: 500 });
    expect(await client.eventsStored()).toBe(after);
  });
});
