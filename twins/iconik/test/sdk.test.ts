import { expect, it } from "vitest";
import { ASSETS, FILES, JOBS, transcodeOf, uploaded } from "./support/essence.ts";
import { startTwin } from "./support/harness.ts";
import { startReceiver } from "./support/receiver.ts";

/** iconik publishes no SDK: its documented HTTP API over a real socket stands in for one. */
it("from an upload to a transcode that finishes in the background, and the webhooks that tell of it", async () => {
  await using hook = await startReceiver();
  await using harness = await startTwin({ clock: {} });
  const { api } = harness;
  const secret = { "x-secret": "of-the-receiver" };
  const wanted = { event_type: "jobs", operation: "update", status: "ENABLED", url: hook.url, headers: secret };
  expect((await api("POST /API/notifications/v1/webhooks/", wanted)).status).toBe(201);

  const made = await uploaded(harness, "harbour.mov");
  const job = await transcodeOf(harness, made);
  await expect.poll(async () => (await api(`GET ${JOBS}${job}/`)).body.status, { timeout: 20_000 }).toBe("FINISHED");

  await harness.twin.settle();
  expect(hook.received.at(-1)).toMatchObject({
    headers: secret,
    body: { event_type: "jobs", operation: "update", object_id: job, data: { status: "FINISHED" } },
  });

  const { objects } = (await api(`GET ${FILES}/assets/${made.assetId}/proxies/`)).body;
  expect(objects).toMatchObject([{ status: "CLOSED", version_id: made.versionId }]);
  expect((await api(`GET ${ASSETS}${made.assetId}/`)).body).toMatchObject({ id: made.assetId, title: "harbour.mov" });
});
