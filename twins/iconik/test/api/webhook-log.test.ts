import { expect, it } from "vitest";
import { assetOf } from "../support/library.ts";
import { NOW, startTwin } from "../support/harness.ts";
import { startReceiver } from "../support/receiver.ts";

const W = "/API/notifications/v1/webhooks/";
const HOOK = { event_type: "assets", operation: "create", status: "ENABLED" };

it("a delivery shows what was sent, headers of the definition included, and what was answered", async () => {
  await using harness = await startTwin();
  await using receiver = await startReceiver();
  const { api, twin } = harness;
  receiver.answer(503);
  const hook = await api(`POST ${W}`, { ...HOOK, url: receiver.url, headers: { "x-hook": "ingest" } });
  const asset = await assetOf(harness, "A");
  await twin.settle();
  const listed = (await api("GET /admin/webhooks?status=pending&type=assets.objects.create")).body.deliveries;
  expect(listed).toHaveLength(1);
  const { body: delivery } = await api(`GET /admin/webhooks/${listed[0].id}`);
  expect(delivery).toMatchObject({
    endpoint: hook.body.id,
    url: receiver.url,
    created_at: expect.stringMatching(/Z$/),
    attempts: [
      {
        request: { method: "POST", headers: { "x-hook": "ingest", "content-type": "application/json" } },
        response: { status: 503, body: "" },
        error: "the receiver answered 503",
      },
    ],
  });
  // iconik signs nothing.
  expect(Object.keys(delivery.attempts[0].request.headers).toSorted()).toEqual([
    "content-type",
    "user-agent",
    "x-hook",
  ]);
  expect(JSON.parse(delivery.body)).toMatchObject({ object_id: asset });
});

it("a delivery that was given up can be replayed, and heals the definition", async () => {
  await using harness = await startTwin();
  await using receiver = await startReceiver();
  const { api, advance, twin } = harness;
  receiver.answer(500);
  const hook = (await api(`POST ${W}`, { ...HOOK, url: receiver.url })).body.id;
  await assetOf(harness, "A");
  // One minute, five, thirty, two hours: then the twin gives up.
  await advance("3h");
  expect(receiver.received).toHaveLength(5);
  expect((await api(`GET ${W}${hook}/`)).body).toMatchObject({ status: "FAILING", first_failed_at: NOW });
  receiver.answer(200);
  const [given] = (await api("GET /admin/webhooks?status=failed")).body.deliveries;
  const { body } = await api(`POST /admin/webhooks/${given.id}/replay`);
  await twin.settle();
  expect(receiver.received).toHaveLength(6);
  expect(receiver.received[5]?.body).toEqual(receiver.received[0]?.body);
  expect((await api(`GET /admin/webhooks/${body.delivery}`)).body).toMatchObject({
    status: "delivered",
    replayed_from: given.id,
  });
  expect((await api(`GET ${W}${hook}/`)).body.status).toBe("ENABLED");
});

it("an address outside this machine is refused, and the definition says why", async () => {
  await using harness = await startTwin();
  const { api, advance, twin } = harness;
  const hook = (await api(`POST ${W}`, { ...HOOK, url: "http://169.254.169.254/latest/meta-data" })).body.id;
  await assetOf(harness, "A");
  await twin.settle();
  expect((await api(`GET ${W}${hook}/`)).body).toMatchObject({
    status: "FAILING",
    last_error: expect.stringContaining("No option allows this address"),
  });
  await advance("24h");
  expect((await api("GET /admin/webhooks")).body.deliveries).toMatchObject([{ status: "failed", attempts: [{}] }]);
});
