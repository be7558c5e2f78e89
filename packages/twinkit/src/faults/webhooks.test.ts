import { describe, expect, it } from "vitest";
import { probe } from "../testing/client.ts";
import { startReceiver, type Receiver } from "../testing/receiver.ts";

type Probe = ReturnType<typeof probe>;

const arm = (twin: Probe, spec: object) => twin.call("POST", "/admin/faults", spec);

/** Makes and deletes notes: one event each. */
async function deleteNotes(twin: Probe, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const note = await twin.call("POST", "/notes", { text });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
  }
}

const textsOf = ({ received }: Receiver): string[] =>
  received.map(({ body }) => (JSON.parse(body) as { note: { text: string } }).note.text);
const idsOf = ({ received }: Receiver): string[] => received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
const advance = (twin: Probe, duration: string) => twin.call("POST", "/admin/time/advance", { duration });
const faultsOf = async (twin: Probe): Promise<unknown> => (await twin.call("GET", "/admin/faults")).json["faults"];

describe("a webhook that a fault duplicates", () => {
  it("arrives twice with the same event, each a delivery of its own, and never again by a flush", async () => {
    await using hook = await startReceiver();
    await using twin = probe();
    await twin.call("POST", "/hooks", { url: hook.url });
    await arm(twin, { count: 1, effect: { webhook: "duplicate" } });
    await deleteNotes(twin, "a", "b");
    expect(textsOf(hook)).toEqual(["a", "a", "b"]);
    expect(new Set(idsOf(hook)).size).toBe(2);
    await twin.call("POST", "/admin/webhooks/flush");
    expect(hook.received).toHaveLength(3);
    expect(await faultsOf(twin)).toMatchObject([{ matched: 1, fired: 1, status: "spent" }]);
  });

  it("is of the type that the match names", async () => {
    await using hook = await startReceiver();
    await using twin = probe();
    await twin.call("POST", "/hooks", { url: hook.url });
    await arm(twin, { match: { event: "note.published" }, effect: { webhook: "duplicate" } });
    await arm(twin, { match: { event: "note.del*" }, sequence: ["ok", "fail"], effect: { webhook: "duplicate" } });
    await deleteNotes(twin, "a", "b");
    expect(textsOf(hook)).toEqual(["a", "b", "b"]);
    expect(await faultsOf(twin)).toMatchObject([{ matched: 0 }, { matched: 2, fired: 1 }]);
  });

  it("is one of its own world", async () => {
    await using hook = await startReceiver();
    await using twin = probe({ config: { webhook_url: hook.url } });
    await arm(twin, { match: { world: "red" }, effect: { webhook: "duplicate" } });
    await deleteNotes(twin, "a");
    expect(textsOf(hook)).toEqual(["a"]);
  });
});

describe("a webhook out of order", () => {
  it("arrives after the next one to the same endpoint; one pair for each firing", async () => {
    await using hook = await startReceiver();
    await using twin = probe();
    await twin.call("POST", "/hooks", { url: hook.url });
    await arm(twin, { effect: { webhook: "out_of_order" } });
    await deleteNotes(twin, "a", "b", "c", "d");
    expect(textsOf(hook)).toEqual(["b", "a", "d", "c"]);
    expect(await faultsOf(twin)).toMatchObject([{ matched: 2, fired: 2 }]);
  });

  it("keeps each endpoint to itself", async () => {
    await using one = await startReceiver();
    await using two = await startReceiver();
    await using twin = probe({ config: { webhook_url: two.url } });
    await twin.call("POST", "/hooks", { url: one.url });
    await arm(twin, { count: 1, effect: { webhook: "out_of_order" } });
    await deleteNotes(twin, "a", "b");
    expect([textsOf(one), textsOf(two)]).toEqual([
      ["b", "a"],
      ["a", "b"],
    ]);
  });

  it("arrives 5 s later on the world's clock where no other comes", async () => {
    await using hook = await startReceiver();
    await using twin = probe();
    await twin.call("POST", "/hooks", { url: hook.url });
    await arm(twin, { effect: { webhook: "out_of_order" } });
    await deleteNotes(twin, "a");
    await advance(twin, "4999ms");
    expect(textsOf(hook)).toEqual([]);
    await advance(twin, "1ms");
    expect(textsOf(hook)).toEqual(["a"]);
    // It is gone: the next one waits for another, instead of overtaking what has left.
    await deleteNotes(twin, "b", "c");
    expect(textsOf(hook)).toEqual(["a", "c", "b"]);
  });

  it("goes out once where a flush comes first", async () => {
    await using hook = await startReceiver();
    await using twin = probe();
    await twin.call("POST", "/hooks", { url: hook.url });
    await arm(twin, { count: 1, effect: { webhook: "out_of_order" } });
    await deleteNotes(twin, "a");
    await twin.call("POST", "/admin/webhooks/flush");
    await deleteNotes(twin, "b");
    await advance(twin, "1d");
    expect(textsOf(hook)).toEqual(["a", "b"]);
  });

  it("waits no longer for another after a reset or an import", async () => {
    await using hook = await startReceiver();
    await using twin = probe({ config: { webhook_url: hook.url } });
    await arm(twin, { count: 1, effect: { webhook: "out_of_order" } });
    await deleteNotes(twin, "a");
    const state = (await twin.call("GET", "/admin/state")).json;
    await twin.call("POST", "/admin/reset");
    await deleteNotes(twin, "b");
    await advance(twin, "1d");
    expect(textsOf(hook)).toEqual(["b"]);
    await twin.call("POST", "/admin/state", state);
    await advance(twin, "5s");
    expect(textsOf(hook)).toEqual(["b", "a"]);
  });
});
