import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { probe } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { type Receiver, startReceiver } from "../testing/receiver.ts";

type Probe = ReturnType<typeof probe>;

async function emit({ call }: Probe, headers: Record<string, string> = {}): Promise<void> {
  const note = await call("POST", "/notes", { text: "a" }, headers);
  await call("DELETE", `/notes/${note.json["id"]}`, undefined, headers);
}

async function statuses({ call }: Probe): Promise<string[]> {
  const { deliveries } = (await call("GET", "/admin/webhooks")).json as unknown as {
    deliveries: { status: string; attempts: unknown[] }[];
  };
  return deliveries.map(({ status, attempts }) => `${status} ${attempts.length}`);
}

/** A receiver that keeps its answers back until they are let go. */
async function startHolding(): Promise<Receiver & { readonly release: (status: number) => void }> {
  const held: ServerResponse[] = [];
  const receiver = await startReceiver();
  receiver.answerWith((response) => void held.push(response));
  const release = (status: number): void => {
    for (const response of held.splice(0)) response.writeHead(status).end();
  };
  return { ...receiver, release };
}

describe("a reset", () => {
  it("ends an attempt that is under way, and nothing comes of its answer", async () => {
    await using hook = await startHolding();
    await using twin = probe({ config: { webhook_url: hook.url } });
    await emit(twin);
    await hook.calls(1);
    await twin.call("POST", "/admin/reset");
    // Nobody lets the answer go: settling does not wait for the receiver.
    await twin.twin.settle();
    expect(await statuses(twin)).toEqual([]);
    expect((await twin.call("GET", "/admin/time")).json).toMatchObject({ waiting: 0, next_due: null });
    hook.answerWith(200);
    await emit(twin);
    await twin.twin.settle();
    expect(await statuses(twin)).toEqual(["delivered 1"]);
    expect(hook.received).toHaveLength(2);
  });

  it("ends what waits behind it for the same endpoint", async () => {
    await using hook = await startHolding();
    await using twin = probe({ config: { webhook_url: hook.url } });
    for (let count = 0; count < 3; count += 1) await emit(twin);
    await hook.calls(1);
    await twin.call("POST", "/admin/reset");
    await twin.twin.settle();
    expect(hook.received).toHaveLength(1);
    expect(await statuses(twin)).toEqual([]);
  });

  it("in the middle of an advance leaves the clock where it was reset to", async () => {
    await using hook = await startReceiver(500);
    hook.answerWith(null);
    await using twin = probe({ config: { webhook_url: hook.url } });
    await emit(twin);
    await twin.twin.settle();
    const advance = twin.call("POST", "/admin/time/advance", { duration: "1d" });
    await hook.calls(2);
    await twin.call("POST", "/admin/reset");
    await advance;
    expect((await twin.call("GET", "/admin/time")).json).toMatchObject({
      time: "2026-01-01T00:00:00.000Z",
      waiting: 0,
    });
  });

  it("of one world ends nothing of another", async () => {
    await using hook = await startHolding();
    await using twin = probe({ config: { webhook_url: hook.url } });
    await emit(twin);
    await emit(twin, { authorization: "Bearer k2" });
    await hook.calls(2);
    await twin.call("POST", "/admin/reset", undefined, { authorization: "Bearer k2" });
    hook.release(200);
    await twin.twin.settle();
    expect(await statuses(twin)).toEqual(["delivered 1"]);
  });
});

describe("attempts under way", () => {
  it("are waited for by an advance, so that their retries fall due in it", async () => {
    await using hook = await startHolding();
    await using twin = probe({ config: { webhook_url: hook.url } });
    await emit(twin);
    await hook.calls(1);
    const advance = twin.call("POST", "/admin/time/advance", { duration: "1m" });
    hook.release(500);
    hook.answerWith(200);
    await advance;
    expect(await statuses(twin)).toEqual(["delivered 2"]);
  });

  it("are not sent a second time by a flush", async () => {
    await using hook = await startHolding();
    await using twin = probe({ config: { webhook_url: hook.url } });
    await emit(twin);
    await hook.calls(1);
    const flush = twin.call("POST", "/admin/webhooks/flush");
    hook.release(200);
    expect((await flush).json).toEqual({ attempted: 0 });
    expect(hook.received).toHaveLength(1);
  });

  it.each(["snapshot", "export"])("happen again where the state is one that was taken meanwhile: %s", async (how) => {
    await using hook = await startHolding();
    await using twin = probe({ config: { webhook_url: hook.url } });
    await emit(twin);
    await hook.calls(1);
    await twin.call("POST", "/admin/snapshots", { name: "under-way" });
    const exported = (await twin.call("GET", "/admin/state")).json;
    hook.release(200);
    await twin.twin.settle();
    expect(await statuses(twin)).toEqual(["delivered 1"]);
    hook.answerWith(200);
    if (how === "snapshot") await twin.call("POST", "/admin/snapshots/under-way/restore");
    else await twin.call("POST", "/admin/state", exported);
    await twin.twin.settle();
    expect(await statuses(twin)).toEqual(["delivered 1"]);
    expect(hook.received).toHaveLength(2);
  });

  it("end with the twin, within its bound", async () => {
    await using hook = await startHolding();
    await using twin = probe({ config: { webhook_url: hook.url } });
    await emit(twin);
    await hook.calls(1);
    expect(await twin.twin.close({ drainMs: 10 })).toEqual({ finished: 0, aborted: 1 });
  });
});

describe("order", () => {
  it("holds per endpoint, and a slow endpoint holds up no other", async () => {
    await using slow = await startHolding();
    await using quick = await startReceiver();
    await using twin = probe();
    for (const { url } of [slow, quick]) await twin.call("POST", "/hooks", { url });
    for (let count = 0; count < 3; count += 1) await emit(twin);
    await quick.calls(3);
    expect(slow.received).toHaveLength(1);
    slow.answerWith(200);
    slow.release(200);
    await twin.twin.settle();
    const ids = ({ received }: Receiver) => received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(ids(slow)).toEqual(ids(quick));
    expect(new Set(ids(slow)).size).toBe(3);
  });
});

describe("what a definition does wrong", () => {
  const own = probeTwin.webhooks!;
  const crash = (): never => {
    throw new Error("a bug in the hook");
  };

  it("in a hook is logged, and deliveries and clock go on", async () => {
    await using hook = await startReceiver(500, 500);
    const logged: unknown[] = [];
    const webhooks: typeof own = {
      ...own,
      stillWanted: crash,
      onOutcome: crash,
      disable: { afterConsecutiveFailures: 2, apply: crash },
    };
    const log = (record: object): void => void logged.push(record);
    await using twin = probe({ log, config: { webhook_url: hook.url } }, { ...probeTwin, webhooks });
    await emit(twin);
    expect((await twin.call("POST", "/admin/time/advance", { duration: "1d" })).status).toBe(200);
    expect(await statuses(twin)).toEqual(["delivered 3"]);
    expect(logged).toContainEqual(
      expect.objectContaining({ task: "webhooks.onOutcome", error: "Error: a bug in the hook" }),
    );
    expect(logged).toContainEqual(expect.objectContaining({ task: "webhooks.disable.apply" }));
    expect(logged).toContainEqual(expect.objectContaining({ task: "webhooks.stillWanted" }));
  });

  it("in a message's headers is a failed delivery, or is put right", async () => {
    await using hook = await startReceiver();
    let headers: Record<string, string> = { "Content-Type": "text/plain", "X-Own": "1" };
    const webhooks: typeof own = {
      ...own,
      messages: (event, context, target) =>
        own.messages(event, context, target).map((message) => ({ ...message, headers })),
    };
    await using twin = probe({ config: { webhook_url: hook.url } }, { ...probeTwin, webhooks });
    await emit(twin);
    await twin.twin.settle();
    expect(hook.received[0]?.headers).toMatchObject({ "content-type": "text/plain", "x-own": "1" });
    for (headers of [{ host: "elsewhere" }, { "x-own": "a\r\nx-injected: 1" }, { "": "1" }]) {
      await emit(twin);
      await twin.twin.settle();
    }
    expect(await statuses(twin)).toEqual(["delivered 1", "failed 1", "failed 1", "failed 1"]);
    expect(hook.received).toHaveLength(1);
  });
});

describe("accounts of one world", () => {
  const own = probeTwin.webhooks!;

  it("an endpoint of the main account can hear of another account, and is asked in its own account", async () => {
    await using hook = await startReceiver(500);
    const asked: string[] = [];
    const webhooks: typeof own = {
      ...own,
      messages: (event, context, target) => {
        const main = context.accountName === "" ? null : context.stateOf("");
        const ofMain = main === null ? [] : own.messages(event, { ...context, state: main }, null);
        expect(context.stateOf("nobody")).toBeNull();
        return [...own.messages(event, context, target), ...ofMain.map((message) => ({ ...message, account: "" }))];
      },
      stillWanted: ({ accountName, state }, { endpoint, account }) => {
        asked.push(`wanted ${accountName || "main"} of ${account}`);
        return state.hooks.has(endpoint);
      },
      onOutcome: ({ accountName, stateOf }, { account, status }) => {
        asked.push(`${status} ${accountName || "main"} of ${account}`);
        const note = { text: status, owner: "told", status: "published", created: 0 } as const;
        stateOf(account)?.notes.insert(note);
      },
    };
    await using twin = probe({}, { ...probeTwin, webhooks });
    const shop = { "probe-account": "shop" };
    await twin.call("POST", "/hooks", { url: hook.url });
    await emit(twin, shop);
    await twin.call("POST", "/admin/time/advance", { duration: "1h" });
    expect(hook.received).toHaveLength(2);
    expect(asked).toEqual(["pending main of shop", "wanted main of shop", "delivered main of shop"]);
    const notes = async (headers = {}) => (await twin.call("GET", "/notes?owner=told", undefined, headers)).json;
    expect(await notes(shop)).toMatchObject({ notes: [{ text: "delivered" }, { text: "pending" }] });
    expect(await notes()).toMatchObject({ notes: [] });
    expect((await twin.call("GET", "/admin/webhooks")).json).toMatchObject({ deliveries: [{ account: "shop" }] });
  });
});
