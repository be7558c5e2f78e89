import { expect, it } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";
import { assetOf } from "../support/library.ts";
import { values, viewOf } from "../support/metadata.ts";
import { person } from "../support/people.ts";

const OPTIONS = {
  allow_approving_comments: true,
  allow_comments: true,
  allow_download: true,
  allow_setting_approve_status: true,
};

/** What webhooks were told, oldest first. */
// oxlint-disable-next-line typescript/no-explicit-any -- events of many shapes, the assertions say which
async function messages(harness: Harness): Promise<any[]> {
  const { deliveries } = (await harness.api("GET /admin/webhooks")).body;
  return deliveries.map(({ body }: { body: string }) => JSON.parse(body));
}

it("webhooks on assets are told of their metadata, shares and ACLs", async () => {
  await using harness = await startTwin();
  let seen = 0;
  const told = async () => {
    const events = await messages(harness);
    const fresh = events.slice(seen);
    seen = events.length;
    return fresh;
  };
  const view = await viewOf(harness, { camera: "string" });
  const asset = await assetOf(harness, "One");
  const ada = await person(harness, "ada", []);
  await harness.api("POST /API/notifications/v1/webhooks/", {
    event_type: "assets",
    status: "ENABLED",
    url: "http://127.0.0.1:9/hook",
  });
  const route = `/API/metadata/v1/assets/${asset}/views/${view}/`;
  await harness.api(`PUT ${route}`, values({ camera: ["A"] }));
  await harness.api(`PUT ${route}`, values({ camera: ["B"] }));
  const metadata = { event_type: "assets", realm: "metadata", object_id: asset };
  expect(await told()).toMatchObject([
    { ...metadata, operation: "create", data: { metadata_values: { camera: { field_values: [{ value: "A" }] } } } },
    { ...metadata, operation: "update", data: { metadata_values: { camera: { field_values: [{ value: "B" }] } } } },
  ]);
  const shares = `/API/assets/v1/assets/${asset}/shares/`;
  const { id } = (await harness.api(`POST ${shares}`, { ...OPTIONS, emails: [], message: "Look" })).body;
  await harness.api(`DELETE ${shares}${id}/`);
  const share = { event_type: "assets", realm: "shares", object_id: id };
  expect(await told()).toMatchObject([
    { ...share, operation: "create", data: { object_id: asset, message: "Look" } },
    { ...share, operation: "delete" },
  ]);
  const acl = `/API/acls/v1/users/${ada.id}/acl/assets/${asset}/`;
  await harness.api(`PUT ${acl}`, { permissions: ["read"] });
  await harness.api(`PUT ${acl}`, { permissions: [] });
  await harness.api(`DELETE ${acl}`);
  expect((await told()).map(({ realm, operation }) => `${realm} ${operation}`)).toEqual([
    "acls create",
    "acls update",
    "acls delete",
  ]);
});
