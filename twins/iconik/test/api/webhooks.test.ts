import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";
import { startReceiver } from "../support/receiver.ts";
import { assetOf, collectionOf, commentOn } from "../support/library.ts";
import { ASSETS, FILES, transcodeOf, uploaded } from "../support/essence.ts";

const W = "/API/notifications/v1/webhooks/";
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const HOOK = { url: "http://127.0.0.1:1/hook", event_type: "assets", status: "ENABLED" };

describe("webhook definitions", () => {
  it("are created, read, replaced and deleted", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await api(`POST ${W}`, { ...HOOK, name: "Ingest", headers: { "x-secret": "s" } });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...HOOK,
      id: expect.any(String),
      name: "Ingest",
      headers: { "x-secret": "s" },
      realm: null,
      operation: null,
      object_id: null,
      date_created: NOW,
      date_modified: NOW,
    });
    expect((await api(`GET ${W}${made.body.id}/`)).body).toEqual(made.body);
    const put = await api(`PUT ${W}${made.body.id}/`, { ...HOOK, status: "DISABLED", operation: "create" });
    expect(put).toMatchObject({ status: 200, body: { status: "DISABLED", operation: "create", name: "Ingest" } });
    expect((await api(`GET ${W}`)).body).toEqual({ objects: [put.body] });
    expect((await api(`DELETE ${W}${made.body.id}/`)).status).toBe(204);
    expect(await api(`GET ${W}${made.body.id}/`)).toMatchObject({
      status: 404,
      body: { errors: ["Webhook does not exist"] },
    });
    expect((await api(`DELETE ${W}${UNKNOWN}/`)).status).toBe(404);
    expect((await api(`PUT ${W}${UNKNOWN}/`, HOOK)).status).toBe(404);
    expect((await api(`POST ${W}`, { url: "nowhere", status: "ON" })).body.errors).toEqual({
      url: "Not a valid URL.",
      event_type: "Missing data for required field.",
      status: "Must be one of: ENABLED, DISABLED, FAILING, DELETED.",
    });
  });
});

describe("webhook deliveries", () => {
  it("tell what changed, with the headers of the definition", async () => {
    await using harness = await startTwin();
    await using receiver = await startReceiver();
    const { api, twin } = harness;
    await api(`POST ${W}`, { ...HOOK, url: receiver.url, headers: { "x-secret": "s" } });
    const made = (await api(`POST ${ASSETS}`, { title: "A" })).body;
    await twin.settle();
    const domain = (await api("GET /API/auth/v1/system_domains/")).body.objects[0];
    expect(receiver.received).toHaveLength(1);
    const [call] = receiver.received;
    expect(call?.headers).toMatchObject({ "x-secret": "s", "content-type": "application/json" });
    expect(call?.body).toEqual({
      event_type: "assets",
      realm: "objects",
      operation: "create",
      object_id: made.id,
      user_id: made.created_by_user,
      request_id: expect.any(String),
      system_domain_id: domain.id,
      system_name: "Twin",
      data: made,
    });
  });

  it("are told only what they asked for", async () => {
    await using harness = await startTwin();
    await using receiver = await startReceiver();
    const { api, twin } = harness;
    const watched = await assetOf(harness, "watched");
    const url = receiver.url;
    await api(`POST ${W}`, { ...HOOK, url, realm: "segments", operation: "create", headers: { "x-hook": "comments" } });
    await api(`POST ${W}`, { ...HOOK, url, object_id: watched, operation: "update", headers: { "x-hook": "one" } });
    await api(`POST ${W}`, { ...HOOK, url, event_type: "collections", headers: { "x-hook": "collections" } });
    await api(`POST ${W}`, { ...HOOK, url, status: "DISABLED", headers: { "x-hook": "never" } });
    const other = await assetOf(harness, "other");
    await commentOn(harness, other, "hello");
    await api(`PATCH ${ASSETS}${other}/`, { category: "x" });
    await api(`PATCH ${ASSETS}${watched}/`, { category: "x" });
    await collectionOf(harness, "C");
    await twin.settle();
    const told = receiver.received.map(
      ({ headers, body }) => `${String(headers["x-hook"])}: ${body.realm} ${body.operation}`,
    );
    expect(told.toSorted()).toEqual([
      "collections: objects create",
      "comments: segments create",
      "one: objects update",
    ]);
  });

  it("tell the life of a job and the parts it makes, in order", async () => {
    await using harness = await startTwin();
    await using receiver = await startReceiver();
    const made = await uploaded(harness);
    const own = { ...HOOK, url: receiver.url };
    await harness.api(`POST ${W}`, { ...own, event_type: "jobs" });
    await harness.api(`POST ${W}`, { ...own, realm: "proxies" });
    const job = await transcodeOf(harness, made);
    await harness.advance("10s");
    const jobs = receiver.received.filter(({ body }) => body.event_type === "jobs").map(({ body }) => body);
    expect(jobs.map(({ operation, data }) => `${operation} ${data.status} ${data.progress}`)).toEqual([
      "create READY 0",
      "update STARTED 0",
      "update STARTED 25",
      "update STARTED 50",
      "update STARTED 75",
      "update FINISHED 100",
    ]);
    expect(jobs.every(({ object_id }) => object_id === job)).toBe(true);
    const [proxy] = receiver.received.filter(({ body }) => body.realm === "proxies");
    expect(proxy?.body).toMatchObject({
      operation: "create",
      object_id: made.assetId,
      data: { codec: "h264", status: "CLOSED" },
    });
    const listed = (await harness.api(`GET ${FILES}/assets/${made.assetId}/proxies/`)).body.objects;
    expect(proxy?.body.data.id).toBe(listed[0].id);
  });

  it("are tried again by the clock, and show on the definition until one succeeds", async () => {
    await using harness = await startTwin();
    await using receiver = await startReceiver();
    const { api, advance, twin } = harness;
    receiver.answer(500);
    const hook = (await api(`POST ${W}`, { ...HOOK, url: receiver.url, operation: "create" })).body;
    const asset = await assetOf(harness, "A");
    await twin.settle();
    const failing = (await api(`GET ${W}${hook.id}/`)).body;
    expect(failing).toMatchObject({ status: "FAILING", first_failed_at: NOW, last_error: "the receiver answered 500" });
    expect(JSON.parse(failing.last_payload)).toMatchObject({ object_id: asset, operation: "create" });
    await advance("60s");
    expect(receiver.received).toHaveLength(2);
    expect((await api(`GET ${W}${hook.id}/`)).body.first_failed_at).toBe(NOW);
    receiver.answer(204);
    await advance("5m");
    expect(receiver.received).toHaveLength(3);
    const healed = (await api(`GET ${W}${hook.id}/`)).body;
    expect(healed.status).toBe("ENABLED");
    for (const field of ["first_failed_at", "last_error", "last_payload"]) expect(healed).not.toHaveProperty(field);
    await advance("24h");
    expect(receiver.received).toHaveLength(3);
  });

  it("end with the definition, and forget their failures when it is enabled again", async () => {
    await using harness = await startTwin();
    await using receiver = await startReceiver();
    const { api, advance, twin } = harness;
    receiver.answer(500);
    const own = { ...HOOK, url: receiver.url };
    const hook = (await api(`POST ${W}`, own)).body.id;
    await assetOf(harness, "A");
    await twin.settle();
    expect((await api(`PUT ${W}${hook}/`, own)).body).not.toHaveProperty("last_error");
    await api(`DELETE ${W}${hook}/`);
    await advance("24h");
    expect(receiver.received).toHaveLength(1);
  });
});
