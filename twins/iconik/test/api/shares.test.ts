import { describe, expect, it } from "vitest";
import { APPLICATION, type Harness, NOW, startTwin } from "../support/harness.ts";
import { assetOf, collectionOf } from "../support/library.ts";
import { person } from "../support/people.ts";

const ASSETS = "/API/assets/v1";
const LOGIN = `${ASSETS}/shares/auth/login/`;
const TOKEN = `${ASSETS}/shares/auth/token/`;
const NOBODY = "00000000-0000-4000-8000-000000000000";
const OPTIONS = {
  allow_approving_comments: true,
  allow_comments: true,
  allow_download: false,
  allow_setting_approve_status: false,
};

async function urlShare(harness: Harness, more: object = {}) {
  const asset = await assetOf(harness, "One");
  const route = `${ASSETS}/assets/${asset}/shares/`;
  const share = (await harness.api(`POST ${route}url/`, { ...OPTIONS, ...more })).body;
  return { asset, route, share, hash: share.url.split("/").at(-2) as string };
}

function visit(harness: Harness, hash: string, password?: string) {
  const headers = { "app-id": APPLICATION["app-id"] };
  return harness.wire(`POST ${LOGIN}`, { json: { hash, ...(password === undefined ? {} : { password }) }, headers });
}

describe("shares", () => {
  it("are made for addresses, with their users", async () => {
    await using harness = await startTwin();
    const asset = await assetOf(harness, "One");
    const route = `${ASSETS}/assets/${asset}/shares/`;
    const made = await harness.api(`POST ${route}`, {
      ...OPTIONS,
      emails: ["a@example.com"],
      title: "Dailies",
      message: "Look",
    });
    expect(made.status).toBe(202);
    expect(made.body).toMatchObject({
      ...OPTIONS,
      title: "Dailies",
      object_type: "assets",
      object_id: asset,
      expires: "2026-11-30T12:00:00.000000+00:00",
      date_created: NOW,
      has_password: false,
      metadata_views: [],
      upload_storage_id: null,
      url: null,
    });
    expect(made.body).not.toHaveProperty("message");
    expect((await harness.api(`GET ${route}`)).body.objects).toEqual([made.body]);
    const read = (await harness.api(`GET ${route}${made.body.id}/`)).body;
    expect(read).toMatchObject({ ...made.body, users: [{ email: "a@example.com", access_count: 0 }] });
    expect((await harness.api(`POST ${route}`, OPTIONS)).body).toEqual({
      errors: { emails: "Missing data for required field." },
    });
    const refused = await harness.api(`POST ${route}`, { ...OPTIONS, emails: ["nobody"] });
    expect(refused.body.errors).toHaveProperty("emails.0");
    expect((await harness.api(`POST ${ASSETS}/assets/${NOBODY}/shares/`, { ...OPTIONS, emails: [] })).status).toBe(404);
    expect((await harness.api(`GET ${ASSETS}/assets/${NOBODY}/shares/`)).status).toBe(404);
  });

  it("are changed and deleted, and their permissions with them", async () => {
    await using harness = await startTwin();
    const collection = await collectionOf(harness, "Day 1");
    const route = `${ASSETS}/collections/${collection}/shares/`;
    const { id } = (await harness.api(`POST ${route}`, { ...OPTIONS, emails: [] })).body;
    const acl = `/API/acls/v1/shares/${id}/acl/collections/${collection}/`;
    expect((await harness.api(`GET ${acl}`)).body).toMatchObject({ share_id: id, permissions: ["read"] });
    const replaced = await harness.api(`PUT ${route}${id}/`, { ...OPTIONS, allow_download: true, title: "New" });
    expect(replaced.body).toMatchObject({ allow_download: true, title: "New" });
    expect((await harness.api(`GET ${route}${id}/`)).body).toMatchObject(replaced.body);
    expect((await harness.api(`PUT ${route}${id}/`, {})).status).toBe(400);
    expect((await harness.api(`POST ${route}${id}/reindex/`)).status).toBe(201);
    expect((await harness.api(`DELETE ${route}${id}/`)).status).toBe(204);
    expect((await harness.api(`GET /API/acls/v1/shares/collections/${collection}/`)).body.objects).toEqual([]);
    for (const [call, json] of [
      [`GET ${route}${id}/`],
      [`DELETE ${route}${id}/`],
      [`PUT ${route}${id}/`, OPTIONS],
      [`POST ${route}${id}/reindex/`],
    ] as const) {
      expect(await harness.api(call, json)).toMatchObject({ status: 404, body: { errors: ["Share does not exist"] } });
    }
  });

  it("by address let anyone in until they expire", async () => {
    await using harness = await startTwin();
    const { asset, route, share, hash } = await urlShare(harness, { expires: "2026-11-24" });
    expect(share.url).toMatch(/^https:\/\/icnk\.io\/u\/[\w-]{12}\/$/);
    expect(share.expires).toBe("2026-11-24T00:00:00.000000+00:00");
    const login = await visit(harness, hash);
    expect(login).toMatchObject({
      status: 200,
      body: { object_id: asset, object_type: "assets", share_id: share.id, expires: share.expires },
    });
    const headers = { "app-id": APPLICATION["app-id"], "share-auth-token": login.body.token };
    expect((await harness.wire(`GET ${TOKEN}`, { headers })).body).toMatchObject({ share_id: share.id });
    const refreshed = await harness.wire(`PUT ${TOKEN}`, { headers });
    expect(refreshed.status).toBe(200);
    expect((await harness.wire(`GET ${TOKEN}`, { headers })).status).toBe(401);
    expect((await harness.wire(`PUT ${TOKEN}`, { headers })).status).toBe(401);
    await harness.advance("PT11H59M59S");
    expect((await visit(harness, hash)).status).toBe(200);
    await harness.advance("PT1S");
    expect(await visit(harness, hash)).toMatchObject({ status: 404, body: { errors: ["Share does not exist"] } });
    expect((await harness.api(`GET ${route}${share.id}/`)).status).toBe(404);
    expect((await harness.api(`GET ${route}`)).body.objects).toEqual([]);
    const late = { ...headers, "share-auth-token": refreshed.body.token };
    expect((await harness.wire(`GET ${TOKEN}`, { headers: late })).status).toBe(404);
    expect((await visit(harness, "unknown")).status).toBe(404);
    expect((await harness.api(`POST ${ASSETS}/assets/${asset}/shares/url/`, {})).status).toBe(400);
  });

  it("with a password ask for it", async () => {
    await using harness = await startTwin();
    const { share, hash } = await urlShare(harness, { password: "open sesame" });
    expect(share.has_password).toBe(true);
    expect(share).not.toHaveProperty("password");
    expect((await visit(harness, hash)).status).toBe(400);
    expect((await visit(harness, hash, "guess")).status).toBe(400);
    expect((await visit(harness, hash, "open sesame")).status).toBe(200);
  });

  it("have users of their own", async () => {
    await using harness = await startTwin();
    const { route, share } = await urlShare(harness);
    const users = `${route}${share.id}/users/`;
    const made = await harness.api(`POST ${users}`, { email: "b@example.com" });
    expect(made).toMatchObject({ status: 201, body: { email: "b@example.com", share_id: share.id, access_count: 0 } });
    const user = `${users}${made.body.id}/`;
    expect((await harness.api(`GET ${users}`)).body.objects).toEqual([made.body]);
    expect((await harness.api(`PATCH ${user}`, { email: "c@example.com" })).body.email).toBe("c@example.com");
    expect((await harness.api(`GET ${user}`)).body.email).toBe("c@example.com");
    expect((await harness.api(`PUT ${user}`, { email: "d@example.com" })).body.email).toBe("d@example.com");
    expect((await harness.api(`GET ${user}`)).body.email).toBe("d@example.com");
    expect((await harness.api(`POST ${users}`, {})).status).toBe(400);
    expect((await harness.api(`DELETE ${user}`)).status).toBe(204);
    for (const [call, json] of [
      [`GET ${user}`],
      [`DELETE ${user}`],
      [`PUT ${user}`, { email: "d@example.com" }],
      [`PATCH ${user}`, {}],
      [`GET ${route}${NOBODY}/users/`],
    ] as const) {
      expect((await harness.api(call, json)).status).toBe(404);
    }
  });

  it("are listed and deleted across objects", async () => {
    await using harness = await startTwin();
    const roles = ["can_manage_shares", "can_create_assets", "can_write_shares", "can_read_assets"];
    const ada = await person(harness, "ada", roles);
    const { share } = await urlShare(harness, { title: "Dailies" });
    const route = `${ASSETS}/assets/${await assetOf(ada, "Own")}/shares/`;
    const own = (await ada.api(`POST ${route}`, { ...OPTIONS, emails: [] })).body;
    const idsOf = (answer: { body: { objects: { id: string }[] } }) => answer.body.objects.map(({ id }) => id);
    expect(idsOf(await ada.api(`GET ${ASSETS}/shares/`))).toEqual([own.id]);
    expect(idsOf(await harness.api(`GET ${ASSETS}/shares/all/`))).toEqual([share.id, own.id]);
    expect(idsOf(await harness.api(`GET ${ASSETS}/shares/all/?title=Dailies`))).toEqual([share.id]);
    expect(idsOf(await harness.api(`GET ${ASSETS}/shares/all/?query=dail`))).toEqual([share.id]);
    expect((await ada.api(`GET ${ASSETS}/shares/all/`)).status).toBe(403);
    await harness.api(`POST ${ASSETS}/assets/${share.object_id}/shares/${share.id}/users/`, { email: ada.email });
    const member = (await ada.api(`GET ${ASSETS}/shares/?include_member_of=true`)).body.objects;
    expect(member[0]).toMatchObject({
      id: share.id,
      object_title: "One",
      personal_url: expect.stringContaining("icnk.io"),
    });
    expect(idsOf(await harness.api(`GET ${ASSETS}/shares/all/?member_id=${ada.id}`))).toEqual([share.id]);
    expect((await ada.api(`DELETE ${ASSETS}/shares/bulk/`, { share_ids: [share.id] })).status).toBe(404);
    expect((await ada.api(`DELETE ${ASSETS}/shares/bulk/`, { share_ids: [own.id] })).status).toBe(204);
    expect((await harness.api(`DELETE ${ASSETS}/shares/bulk/all/`, { share_ids: [NOBODY] })).status).toBe(404);
    expect((await harness.api(`DELETE ${ASSETS}/shares/bulk/all/`, { share_ids: [share.id] })).status).toBe(204);
    expect(idsOf(await harness.api(`GET ${ASSETS}/shares/all/`))).toEqual([]);
    expect((await harness.api(`GET ${ASSETS}/shares/?page=9`)).status).toBe(404);
  });

  it("of many assets go through a hidden collection", async () => {
    await using harness = await startTwin();
    const [one, two] = [await assetOf(harness, "One"), await assetOf(harness, "Two")];
    const given = { ...OPTIONS, title: "Both", object_ids: [one, two], share_by_url: true };
    const made = await harness.api(`POST ${ASSETS}/share/assets/`, given);
    expect(made).toMatchObject({ status: 201, body: { title: "Both", object_type: "collections" } });
    const collection = made.body.object_id;
    expect((await harness.api(`GET ${ASSETS}/collections/${collection}/`)).body.status).toBe("HIDDEN");
    const { objects } = (await harness.api(`GET ${ASSETS}/collections/${collection}/contents/`)).body;
    expect(objects).toHaveLength(2);
    expect((await visit(harness, made.body.url.split("/").at(-2))).body).toMatchObject({ object_id: collection });
    expect((await harness.api(`GET ${ASSETS}/collections/${collection}/shares/`)).body.objects).toEqual([made.body]);
    expect((await harness.api(`POST ${ASSETS}/share/assets/`, { ...given, object_ids: [] })).status).toBe(400);
    const unknown = await harness.api(`POST ${ASSETS}/share/assets/`, { ...given, object_ids: [NOBODY] });
    expect(unknown.body.errors).toHaveProperty("object_ids");
    expect((await harness.api(`POST ${ASSETS}/share/collections/`, given)).status).toBe(404);
  });

  it("have permissions of their own", async () => {
    await using harness = await startTwin();
    const { asset, share } = await urlShare(harness);
    const other = await assetOf(harness, "Other");
    const acls = "/API/acls/v1/shares";
    const acl = `${acls}/${share.id}/acl/assets/${other}/`;
    expect((await harness.api(`PUT ${acl}`, { permissions: ["read"] })).status).toBe(404);
    expect((await harness.api(`POST ${acl}`, { permissions: ["read"] })).status).toBe(201);
    expect((await harness.api(`PUT ${acl}`, { permissions: ["read", "write"] })).status).toBe(200);
    expect((await harness.api(`GET ${acl}write/`)).body).toEqual({});
    expect((await harness.api(`GET ${acl}delete/`)).status).toBe(403);
    expect((await harness.api(`GET ${acls}/assets/${other}/`)).body.objects).toMatchObject([{ share_id: share.id }]);
    expect((await harness.api(`DELETE ${acl}`)).status).toBe(204);
    expect((await harness.api(`GET ${acls}/assets/${other}/`)).body.objects).toEqual([]);
    expect((await harness.api(`DELETE ${acl}`)).status).toBe(404);
    const many = await harness.api(`PUT ${acls}/${share.id}/acl/assets/`, {
      object_keys: [asset, other],
      permissions: ["read"],
    });
    expect(many.body).toEqual({ updated_object_keys: [asset, other] });
    expect((await harness.api(`GET ${acl}`)).body.permissions).toEqual(["read"]);
    expect((await harness.api(`POST ${acls}/${NOBODY}/acl/assets/${other}/`, { permissions: [] })).status).toBe(404);
    expect((await harness.api(`PUT ${acls}/${NOBODY}/acl/assets/`, { permissions: [] })).status).toBe(404);
    expect((await harness.api(`GET ${acls}/${NOBODY}/acl/assets/${other}/`)).status).toBe(404);
    expect((await harness.api(`GET ${acls}/assets/${other}/?page=5`)).status).toBe(404);
  });
});
