import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";
import { person } from "../support/people.ts";

const USERS = "/API/users/v1/users/";
const GROUPS = "/API/users/v1/groups/";
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const ADA = { email: "ada@example.com", first_name: "Ada", type: "STANDARD" };

describe("users", () => {
  it("are created with every default, read back, changed and deleted", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await api(`POST ${USERS}`, { ...ADA, password: "p" });
    expect(made).toMatchObject({
      status: 201,
      body: { ...ADA, status: "ACTIVE", is_admin: false, groups: [], last_name: "", date_created: NOW },
    });
    expect(made.body).not.toHaveProperty("password");
    const path = `${USERS}${made.body.id}/`;
    expect((await api(`GET ${path}`)).body).toEqual(made.body);
    expect((await api(`PATCH ${path}`, { last_name: "L" })).body).toMatchObject({ first_name: "Ada", last_name: "L" });
    expect((await api(`PUT ${path}`, { last_name: "M" })).status).toBe(400);
    expect((await api(`PUT ${path}`, { first_name: "Adele", type: "POWER" })).body).toMatchObject({
      first_name: "Adele",
      last_name: "L",
    });
    expect((await api(`PATCH ${path}`, { groups: [UNKNOWN] })).body).toEqual({
      errors: { groups: "Group does not exist" },
    });
    expect((await api(`GET ${USERS}?email=ada@example.com`)).body).toMatchObject({
      total: 1,
      objects: [{ first_name: "Adele" }],
    });
    expect((await api(`GET ${USERS}?ids=${made.body.id}`)).body.total).toBe(1);
    expect((await api(`DELETE ${path}`)).status).toBe(204);
    expect((await api(`GET ${path}`)).body.status).toBe("DELETED");
    expect((await api(`GET ${USERS}`)).body.total).toBe(1);
    expect((await api(`POST ${USERS}`, {})).body.errors).toEqual({
      email: "Missing data for required field.",
      first_name: "Missing data for required field.",
      type: "Missing data for required field.",
    });
    for (const route of [`GET ${USERS}${UNKNOWN}/`, `DELETE ${USERS}${UNKNOWN}/`]) {
      expect(await api(route)).toMatchObject({ status: 404, body: { errors: ["User does not exist"] } });
    }
    expect((await api(`GET ${USERS}?page=4`)).status).toBe(404);
  });

  it("see and change themselves", async () => {
    await using harness = await startTwin();
    const ada = await person(harness, "ada", ["can_read_assets"]);
    expect((await ada.api(`GET ${USERS}current/`)).body).toMatchObject({ id: ada.id, email: ada.email });
    expect((await ada.api(`PATCH ${USERS}current/`, { phone: "1" })).body.phone).toBe("1");
    expect((await ada.api(`PUT ${USERS}current/`, { first_name: "A", type: "STANDARD" })).body.first_name).toBe("A");
    expect((await ada.api(`PUT ${USERS}current/`, {})).status).toBe(400);
    expect((await ada.api(`GET ${USERS}current/roles/`)).body).toEqual({ objects: ["can_read_assets"] });
    expect((await ada.api(`GET ${USERS}`)).status).toBe(403);
    const basic = (await ada.api(`GET ${USERS}basic/?sort=first_name,asc`)).body.objects;
    expect(basic[0]).toEqual({
      id: ada.id,
      email: ada.email,
      first_name: "A",
      last_name: "",
      status: "ACTIVE",
      type: "STANDARD",
    });
    expect((await harness.api(`GET ${USERS}${ada.id}/roles/`)).body).toEqual({ objects: ["can_read_assets"] });
    expect((await harness.api(`GET ${USERS}${ada.id}/roles/can_read_assets/`)).status).toBe(200);
    expect((await harness.api(`GET ${USERS}${ada.id}/roles/can_search/`)).status).toBe(404);
    expect((await harness.api(`GET ${USERS}${UNKNOWN}/roles/`)).status).toBe(404);
    const roles = (await harness.api(`GET ${USERS}current/roles/`)).body.objects;
    expect(roles).toContain("can_purge_assets");
  });
});

describe("groups", () => {
  it("are created, changed, joined, left and deleted", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await api(`POST ${GROUPS}`, { name: "Editors", roles: ["can_write_assets"] });
    expect(made).toMatchObject({
      status: 201,
      body: { name: "Editors", roles: ["can_write_assets"], is_saml_group: false },
    });
    const path = `${GROUPS}${made.body.id}/`;
    expect((await api(`GET ${path}`)).body).toEqual(made.body);
    expect((await api(`PATCH ${path}`, { description: "d" })).body).toMatchObject({
      name: "Editors",
      description: "d",
    });
    expect((await api(`PUT ${path}`, {})).body).toEqual({ errors: { name: "Missing data for required field." } });
    expect((await api(`PUT ${path}`, { name: "Cutters" })).body.name).toBe("Cutters");
    expect((await api(`GET ${GROUPS}?name=Cutters`)).body).toMatchObject({ total: 1 });
    expect((await api(`GET ${GROUPS}basic/`)).body.objects).toMatchObject([{ name: "Everyone" }, { name: "Cutters" }]);
    expect((await api(`GET ${GROUPS}?page=3`)).status).toBe(404);
    expect((await api(`POST ${GROUPS}`, { name: "x", roles: ["can_fly"] })).status).toBe(400);
    const ada = (await api(`POST ${USERS}`, ADA)).body.id;
    expect(await api(`POST ${path}users/${ada}/`)).toMatchObject({
      status: 201,
      body: { id: ada, groups: [made.body.id] },
    });
    expect((await api(`GET ${USERS}?groups=${made.body.id}`)).body.objects).toMatchObject([{ id: ada }]);
    expect((await api(`POST ${path}users/${UNKNOWN}/`)).status).toBe(404);
    expect((await api(`DELETE ${path}users/${ada}/`)).body).toMatchObject({ id: ada, groups: [] });
    await api(`POST ${path}users/${ada}/`);
    expect((await api(`DELETE ${path}`)).status).toBe(204);
    expect((await api(`GET ${USERS}${ada}/`)).body.groups).toEqual([]);
    expect(await api(`GET ${path}`)).toMatchObject({ status: 404, body: { errors: ["Group does not exist"] } });
  });
});
