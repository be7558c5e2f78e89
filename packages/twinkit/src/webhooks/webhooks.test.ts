import { createHmac } from "node:crypto";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { probe } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { startReceiver } from "../testing/receiver.ts";

describe("a delivery", () => {
  it("arrives signed, with the vendor's headers, after the operation succeeded", async () => {
    await using hook = await startReceiver();
    await using twin = probe();
    await twin.call("POST", "/hooks", { url: hook.url });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    expect(hook.received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: "" }] = hook.received;
    const [, timestamp, signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers["probe-signature"])) ?? [];
    expect(signature).toBe(createHmac("sha256", "whsec_probe").update(`${timestamp}.${body}`).digest("hex"));
    expect(headers["user-agent"]).toBe("Probe/1.0");
    expect(JSON.parse(body)).toMatchObject({ type: "note.deleted", note: { text: "a" } });
  });

  it("is retried on the schedule as the clock moves, and stops when accepted", async () => {
    await using hook = await startReceiver(500, 500);
    await using twin = probe();
    await twin.call("POST", "/hooks", { url: hook.url });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    await twin.call("POST", "/admin/time/advance", { duration: "59s" });
    expect(hook.received).toHaveLength(1);
    await twin.call("POST", "/admin/time/advance", { duration: "1s" });
    expect(hook.received).toHaveLength(2);
    await twin.call("POST", "/admin/time/advance", { duration: "365d" });
    expect(hook.received).toHaveLength(3);
    const { deliveries } = (await twin.call("GET", "/admin/webhooks")).json;
    expect(deliveries).toMatchObject([
      {
        status: "delivered",
        next_attempt_at: null,
        attempts: [
          {
            at: "2026-01-01T00:00:00.000Z",
            response: { status: 500, body: "seen" },
            error: "the receiver answered 500",
          },
          { at: "2026-01-01T00:01:00.000Z", response: { status: 500 } },
          { at: "2026-01-01T01:01:00.000Z", response: { status: 200 }, error: null },
        ],
      },
    ]);
    expect(JSON.stringify(deliveries)).not.toContain("whsec_probe");
  });

  it("is given up after the last attempt", async () => {
    await using hook = await startReceiver(500, 500, 500, 500);
    await using twin = probe({ config: { webhook_url: hook.url } });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    await twin.call("POST", "/admin/time/advance", { duration: "365d" });
    expect(hook.received).toHaveLength(3);
    const { deliveries } = (await twin.call("GET", "/admin/webhooks")).json;
    expect(deliveries).toMatchObject([{ status: "failed", endpoint: "target" }]);
  });

  it("does not follow a redirect: that is a failure like any other answer that is no success", async () => {
    await using hook = await startReceiver(302);
    await using twin = probe({ config: { webhook_url: hook.url } });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    expect((await twin.call("GET", "/admin/webhooks")).json).toMatchObject({
      deliveries: [{ status: "pending", attempts: [{ response: { status: 302 } }] }],
    });
  });

  it.each([
    ["says nothing", null, /no complete answer within 100 ms/],
    ["hangs up", (response: ServerResponse) => response.destroy(), /connection was lost/],
  ])("to a receiver that %s is a failed attempt without a response", async (_, reply, error) => {
    await using hook = await startReceiver(reply);
    const webhooks = { ...probeTwin.webhooks!, timeoutMs: 100 };
    await using twin = probe({ config: { webhook_url: hook.url } }, { ...probeTwin, webhooks });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    expect((await twin.call("GET", "/admin/webhooks")).json).toMatchObject({
      deliveries: [{ status: "pending", attempts: [{ response: null, error: expect.stringMatching(error) }] }],
    });
  });

  it("to an address where nothing listens is a failed attempt", async () => {
    const gone = await startReceiver();
    await gone[Symbol.asyncDispose]();
    await using twin = probe({ config: { webhook_url: gone.url } });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    expect((await twin.call("GET", "/admin/webhooks")).json).toMatchObject({
      deliveries: [
        { status: "pending", attempts: [{ response: null, error: expect.stringMatching(/nothing listens/) }] },
      ],
    });
  });

  it("ends where its endpoint is no longer wanted", async () => {
    await using hook = await startReceiver(500, 500);
    await using twin = probe();
    const { json } = await twin.call("POST", "/hooks", { url: hook.url });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    await twin.call("DELETE", `/hooks/${json["id"]}`);
    await twin.call("POST", "/admin/time/advance", { duration: "365d" });
    expect(hook.received).toHaveLength(1);
    expect((await twin.call("GET", "/admin/webhooks")).json).toMatchObject({ deliveries: [{ status: "failed" }] });
  });
});

describe("an outbound call of a handler", () => {
  it("is made after the operation, and its outcome comes back as an action", async () => {
    await using other = await startReceiver(418);
    await using twin = probe();
    expect((await twin.call("POST", "/pings", { url: other.url })).status).toBe(202);
    await twin.twin.settle();
    expect(other.received.map(({ body }) => body)).toEqual(["ping"]);
    expect((await twin.call("GET", "/notes?owner=ping")).json).toMatchObject({ notes: [{ text: "answered 418" }] });
  });

  it("that gets no answer says why", async () => {
    await using twin = probe();
    await twin.call("POST", "/pings", { url: "http://192.0.2.1/" });
    await twin.twin.settle();
    expect((await twin.call("GET", "/notes?owner=ping")).json).toMatchObject({
      notes: [{ text: expect.stringMatching(/loopback/) }],
    });
  });
});

describe("flush, replay, reset", () => {
  it("flush brings pending attempts forward and never repeats what was delivered", async () => {
    await using hook = await startReceiver(500);
    await using twin = probe({ config: { webhook_url: hook.url } });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    expect((await twin.call("POST", "/admin/webhooks/flush")).json).toEqual({ attempted: 1 });
    expect((await twin.call("POST", "/admin/webhooks/flush")).json).toEqual({ attempted: 0 });
    await twin.call("POST", "/admin/time/advance", { duration: "365d" });
    expect(hook.received).toHaveLength(2);
  });

  it("replay sends one delivery again under an id of its own", async () => {
    await using hook = await startReceiver();
    await using twin = probe({ config: { webhook_url: hook.url } });
    const note = await twin.call("POST", "/notes", { text: "a" });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    expect((await twin.call("POST", "/admin/webhooks/whd_000001/replay")).json).toEqual({ delivery: "whd_000002" });
    await twin.twin.settle();
    expect(hook.received.map(({ body }) => body)).toHaveLength(2);
    expect(hook.received[0]?.body).toBe(hook.received[1]?.body);
    const unknown = await twin.call("POST", "/admin/webhooks/nope/replay");
    expect(unknown.status).toBe(404);
    expect(unknown.json).toMatchObject({ error: { code: "unknown_delivery" } });
  });

  it("reset forgets what was pending", async () => {
    await using hook = await startReceiver(500);
    await using twin = probe({ config: { webhook_url: hook.url } });
    const note = await twin.call("POST", "/notes", { text: "a", publish_after_ms: 5_000 });
    await twin.call("DELETE", `/notes/${note.json["id"]}`);
    await twin.twin.settle();
    await twin.call("POST", "/admin/reset");
    await twin.call("POST", "/admin/time/advance", { duration: "365d" });
    expect(hook.received).toHaveLength(1);
    expect((await twin.call("GET", "/admin/webhooks")).json).toEqual({ deliveries: [], failing: [] });
  });
});
