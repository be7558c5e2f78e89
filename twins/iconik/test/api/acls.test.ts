import { describe, expect, it } from "vitest";
import { type Harness, NOW, startTwin } from "../support/harness.ts";
import { assetOf, collectionOf } from "../support/library.ts";
import { person } from "../support/people.ts";

const ACLS = "/API/acls/v1";
const NOBODY = "00000000-0000-4000-8000-000000000000";
const ALL = ["read", "write", "delete", "change-acl"];
const ROLES = ["can_read_acls", "can_write_acls", "can_delete_acls", "can_create_assets", "can_read_assets"];

async function administratorId(harness: Harness): Promise<string> {
  return (await harness.api("GET /API/users/v1/users/current/")).body.id;
}

describe("access control lists", () => {
  it("are set, read, checked and deleted for a user", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const asset = await assetOf(harness, "One");
    const route = `${ACLS}/users/${ada.id}/acl/assets/${asset}/`;
    const ref = { user_id: ada.id, object_type: "assets", object_key: asset };
    expect((await harness.api(`GET ${route}`)).body).toEqual({ ...ref, permissions: [] });
    const made = await harness.api(`PUT ${route}`, { permissions: ["read"] });
    expect(made).toMatchObject({ status: 201, body: { ...ref, permissions: ["read"], date_created: NOW } });
    expect((await harness.api(`GET ${route}`)).body).toEqual(made.body);
    const changed = await harness.api(`PUT ${route}`, { permissions: ["read", "write"] });
    expect(changed).toMatchObject({ status: 200, body: { permissions: ["read", "write"] } });
    expect((await harness.api(`GET ${route}write/`)).body).toMatchObject(ref);
    expect((await harness.api(`GET ${route}delete/`)).status).toBe(403);
    expect((await harness.api(`DELETE ${route}`)).status).toBe(204);
    expect(await harness.api(`DELETE ${route}`)).toMatchObject({
      status: 404,
      body: { errors: ["ACL does not exist"] },
    });
    expect((await harness.api(`PUT ${route}`, { permissions: ["look"] })).body.errors).toHaveProperty("permissions.0");
    const nobody = `${ACLS}/users/${NOBODY}/acl/assets/${asset}/`;
    expect((await harness.api(`PUT ${nobody}`, { permissions: ["read"] })).status).toBe(404);
    expect((await harness.api(`GET ${nobody}`)).status).toBe(404);
  });

  it("are set, read, checked and deleted for a group", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const asset = await assetOf(harness, "One");
    const route = `${ACLS}/groups/${ada.groupId}/acl/assets/${asset}/`;
    expect(await harness.api(`GET ${route}`)).toMatchObject({
      status: 404,
      body: { errors: ["Group doesn't have permissions"] },
    });
    expect((await harness.api(`PUT ${route}`, { permissions: ["read"] })).status).toBe(201);
    expect((await harness.api(`GET ${route}`)).body).toMatchObject({ group_id: ada.groupId, permissions: ["read"] });
    expect((await harness.api(`GET ${route}read/`)).body).toEqual({});
    expect((await harness.api(`GET ${route}write/`)).status).toBe(403);
    expect((await ada.api(`GET ${ACLS}/acl/assets/${asset}/permissions/`)).body).toEqual({ permissions: ["read"] });
    expect((await harness.api(`DELETE ${route}`)).status).toBe(204);
    expect((await ada.api(`GET ${ACLS}/acl/assets/${asset}/permissions/`)).body).toEqual({ permissions: [] });
    expect((await harness.api(`GET ${route}`)).status).toBe(404);
    expect((await harness.api(`DELETE ${route}`)).status).toBe(404);
    expect((await harness.api(`PUT ${route}`, {})).status).toBe(400);
  });

  it("are inherited from the collections around an object", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const day = await collectionOf(harness, "Day 1");
    const inner = await collectionOf(harness, "Morning", day);
    const asset = await assetOf(harness, "One", inner);
    await harness.api(`PUT ${ACLS}/groups/${ada.groupId}/acl/collections/${day}/`, { permissions: ["read", "write"] });
    const propagating = { group_id: ada.groupId, object_type: "collections", object_key: day };
    const inherited = { ...propagating, permissions: ["read", "write"] };
    const owner = { user_id: await administratorId(harness), permissions: ALL };
    expect((await harness.api(`GET ${ACLS}/acl/assets/${asset}/`)).body).toMatchObject({
      users_acl: [owner],
      groups_acl: [],
      inherited_groups_acl: [inherited],
      propagating_groups_acl: [],
    });
    expect((await harness.api(`GET ${ACLS}/acl/collections/${day}/`)).body).toMatchObject({
      groups_acl: [{ group_id: ada.groupId, permissions: ["read", "write"] }],
      inherited_groups_acl: [],
      propagating_groups_acl: [inherited],
    });
    const { permissions } = (await ada.api(`GET ${ACLS}/acl/assets/${asset}/permissions/`)).body;
    expect(permissions).toEqual(["read", "write"]);
  });

  it("are checked for the caller, one object or many at a time", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const [one, two] = [await assetOf(harness, "One"), await assetOf(harness, "Two")];
    await harness.api(`PUT ${ACLS}/users/${ada.id}/acl/assets/${one}/`, { permissions: ["read"] });
    expect(await ada.api(`GET ${ACLS}/acl/assets/${one}/read/`)).toMatchObject({ status: 200, body: {} });
    expect(await ada.api(`GET ${ACLS}/acl/assets/${one}/write/`)).toMatchObject({ status: 403, body: {} });
    const sorted = { access_granted: [one], access_denied: [two] };
    expect((await ada.api(`POST ${ACLS}/acl/assets/read/`, { object_keys: [one, two] })).body).toEqual(sorted);
    const objects = [{ object_type: "assets", object_keys: [one, two], permissions: ["read"] }];
    expect((await ada.api(`POST ${ACLS}/acl/`, { objects })).body).toEqual(sorted);
    const many = Array.from({ length: 501 }, () => one);
    expect((await ada.api(`POST ${ACLS}/acl/assets/read/`, { object_keys: many })).status).toBe(400);
    expect((await ada.api(`POST ${ACLS}/acl/`, {})).status).toBe(400);
    expect((await harness.api(`GET ${ACLS}/acl/assets/${two}/change-acl/`)).status).toBe(200);
    expect((await harness.wire(`GET ${ACLS}/acl/assets/${two}/`)).status).toBe(401);
    expect((await harness.wire(`GET ${ACLS}/acl/assets/${two}/permissions/`)).status).toBe(401);
  });

  it("are given to and taken from many holders on many objects", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const [one, two] = [await assetOf(harness, "One"), await assetOf(harness, "Two")];
    const permissionsOn = async (key: string) =>
      (await ada.api(`GET ${ACLS}/acl/assets/${key}/permissions/`)).body.permissions;
    const given = { object_keys: [one, two], user_ids: [ada.id], permissions: ["read"] };
    expect((await harness.api(`PUT ${ACLS}/acl/assets/`, given)).body).toEqual({ updated_object_keys: [one, two] });
    expect(await permissionsOn(two)).toEqual(["read"]);
    const appended = [{ object_keys: [one], user_ids: [ada.id], permissions: ["write"], mode: "APPEND" }];
    const bulk = await harness.api(`PUT ${ACLS}/acl/assets/bulk/`, { objects: appended });
    expect(bulk.body).toEqual([{ updated_object_keys: [one] }]);
    expect(await permissionsOn(one)).toEqual(["read", "write"]);
    const overwritten = { object_keys: [one], group_ids: [ada.groupId], permissions: ["delete"] };
    await harness.api(`PUT ${ACLS}/acl/assets/`, overwritten);
    expect(await permissionsOn(one)).toEqual(["read", "write", "delete"]);
    const dropped = { object_keys: [one, two], user_ids: [ada.id] };
    expect((await harness.api(`DELETE ${ACLS}/acl/assets/`, dropped)).status).toBe(200);
    expect([await permissionsOn(one), await permissionsOn(two)]).toEqual([["delete"], []]);
    const unknown = { ...given, user_ids: [NOBODY] };
    expect((await harness.api(`PUT ${ACLS}/acl/assets/`, unknown)).body.errors).toHaveProperty("user_ids");
    expect((await harness.api(`PUT ${ACLS}/acl/assets/bulk/`, { objects: [] })).status).toBe(400);
    expect((await harness.api(`DELETE ${ACLS}/acl/assets/`, { user_ids: "ada" })).status).toBe(400);
  });

  it("are given to and taken from what lies in a collection", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const day = await collectionOf(harness, "Day 1");
    const inner = await collectionOf(harness, "Morning", day);
    const asset = await assetOf(harness, "One", inner);
    const permissionsOn = async (ref: string) =>
      (await ada.api(`GET ${ACLS}/acl/${ref}/permissions/`)).body.permissions;
    const chosen = { object_ids: [day], user_ids: [ada.id], include_assets: true, include_collections: false };
    const route = `${ACLS}/acl/collections/content/`;
    expect((await harness.api(`PUT ${route}`, { ...chosen, permissions: ["read"] })).status).toBe(202);
    expect(await permissionsOn(`assets/${asset}`)).toEqual(["read"]);
    expect(await permissionsOn(`collections/${inner}`)).toEqual([]);
    expect((await harness.api(`DELETE ${route}`, chosen)).status).toBe(200);
    expect(await permissionsOn(`assets/${asset}`)).toEqual([]);
    const wrong = await harness.api(`PUT ${ACLS}/acl/assets/content/`, { ...chosen, permissions: ["read"] });
    expect(wrong).toMatchObject({ status: 501, body: { errors: ["Invalid object type"] } });
    expect((await harness.api(`DELETE ${ACLS}/acl/assets/content/`, chosen)).status).toBe(501);
    for (const method of ["PUT", "DELETE"]) {
      const { body } = await harness.api(`${method} ${route}`, { ...chosen, include_assets: "some" });
      expect(body.errors).toHaveProperty("include_assets");
    }
  });

  it("are changed by those only who may change them", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const foreign = await assetOf(harness, "Foreign");
    const own = await assetOf(ada, "Own");
    const put = (asset: string) =>
      ada.api(`PUT ${ACLS}/groups/${ada.groupId}/acl/assets/${asset}/`, { permissions: ["read"] });
    expect(await put(foreign)).toMatchObject({ status: 403, body: { errors: ["Permission denied"] } });
    expect((await put(own)).status).toBe(201);
    const many = { object_keys: [foreign, own], group_ids: [ada.groupId], permissions: ["write"] };
    expect((await ada.api(`PUT ${ACLS}/acl/assets/`, many)).body).toEqual({ updated_object_keys: [own] });
  });
});

describe("paths with an asset or a collection", () => {
  it("are open to those who hold the permission that the method needs", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", [
      ...ROLES,
      "can_write_assets",
      "can_delete_assets",
      "can_read_collections",
    ]);
    const day = await collectionOf(harness, "Day 1");
    const asset = await assetOf(harness, "One", day);
    const one = `/API/assets/v1/assets/${asset}/`;
    const grant = (permissions: readonly string[]) =>
      harness.api(`PUT ${ACLS}/users/${ada.id}/acl/collections/${day}/`, { permissions });
    const statuses = async () => {
      const read = (await ada.api(`GET ${one}`)).status;
      const written = (await ada.api(`PATCH ${one}`, { title: "Two" })).status;
      const parts = (await ada.api(`GET ${one}segments/`)).status;
      return [read, written, parts];
    };
    expect((await ada.api(`GET /API/assets/v1/collections/${day}/`)).status).toBe(403);
    expect(await statuses()).toEqual([403, 403, 403]);
    await grant(["read"]);
    expect((await ada.api(`GET /API/assets/v1/collections/${day}/`)).status).toBe(200);
    expect(await statuses()).toEqual([200, 403, 403]);
    await grant(["read", "write"]);
    expect(await statuses()).toEqual([200, 200, 403]);
    expect((await ada.api(`DELETE ${one}`)).status).toBe(403);
    await grant(["read", "delete"]);
    expect((await ada.api(`DELETE ${one}`)).status).toBe(204);
  });

  it("are open to whoever made the object, unless an ACL says otherwise", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const asset = await assetOf(ada, "Own");
    expect((await ada.api(`GET /API/assets/v1/assets/${asset}/`)).status).toBe(200);
    await harness.api(`PUT ${ACLS}/users/${ada.id}/acl/assets/${asset}/`, { permissions: [] });
    expect((await ada.api(`GET /API/assets/v1/assets/${asset}/`)).status).toBe(403);
  });
});

describe("ACL templates", () => {
  it("keep ACLs to copy to objects", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ROLES);
    const templates = `${ACLS}/acl/templates/`;
    const made = await harness.api(`POST ${templates}`, { name: "Editors" });
    expect(made).toMatchObject({ status: 201, body: { name: "Editors", date_created: NOW } });
    const { id } = made.body;
    expect((await harness.api(`GET ${templates}`)).body.objects).toEqual([made.body]);
    expect((await harness.api(`PATCH ${templates}${id}/`, { name: "Cutters" })).body.name).toBe("Cutters");
    expect((await harness.api(`GET ${templates}${id}/`)).body.name).toBe("Cutters");
    expect((await harness.api(`PUT ${templates}${id}/`, { name: "Graders" })).body.name).toBe("Graders");
    expect((await harness.api(`GET ${templates}${id}/`)).body.name).toBe("Graders");
    await harness.api(`PUT ${ACLS}/groups/${ada.groupId}/acl/acl_templates/${id}/`, { permissions: ["read", "write"] });
    const asset = await assetOf(harness, "One");
    expect((await ada.api(`POST ${templates}${id}/assets/${asset}/`)).status).toBe(403);
    expect((await harness.api(`POST ${templates}${id}/assets/${asset}/`)).status).toBe(200);
    const { permissions } = (await ada.api(`GET ${ACLS}/acl/assets/${asset}/permissions/`)).body;
    expect(permissions).toEqual(["read", "write"]);
    expect((await harness.api(`DELETE ${templates}${id}/`)).status).toBe(204);
    for (const [route, json] of [
      [`GET ${templates}${id}/`],
      [`DELETE ${templates}${id}/`],
      [`PUT ${templates}${id}/`, { name: "x" }],
      [`PATCH ${templates}${id}/`, { name: "x" }],
      [`POST ${templates}${id}/assets/${asset}/`],
    ] as const) {
      expect((await harness.api(route, json)).status).toBe(404);
    }
    expect((await harness.api(`POST ${templates}`, { name: "" })).status).toBe(400);
    expect((await harness.wire(`GET ${templates}`)).status).toBe(401);
  });
});
