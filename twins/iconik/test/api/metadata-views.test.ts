import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";
import { person } from "../support/people.ts";
import { viewOf } from "../support/metadata.ts";

const VIEWS = "/API/metadata/v1/views/";
const CATEGORIES = "/API/metadata/v1/assets/categories/";
const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("metadata views", () => {
  it("shows fields with what the view says of them", async () => {
    // The specification has no schema for a view that is not merged with its fields.
    await using harness = await startTwin({}, ["GetMetadataView"]);
    await viewOf(harness, { camera: { field_type: "string", label: "Camera" }, mood: "string" });
    const view_fields = [{ name: "camera", label: "Which camera", required: true, read_only: null }, { name: "mood" }];
    const made = await harness.api(`POST ${VIEWS}`, { name: "Shoot", view_fields });
    expect(made).toMatchObject({ status: 201, body: { name: "Shoot", description: null, date_created: NOW } });
    expect(made.body.view_fields[0]).toMatchObject({
      name: "camera",
      label: "Which camera",
      required: true,
      read_only: false,
      field_type: "string",
    });
    expect((await harness.api(`GET ${VIEWS}${made.body.id}/`)).body).toEqual(made.body);
    const bare = await harness.api(`GET ${VIEWS}${made.body.id}/?merge_fields=false`);
    expect(bare.body.view_fields).toEqual(view_fields);
    const listed = (await harness.api(`GET ${VIEWS}`)).body.objects;
    expect(listed.map(({ name }: { name: string }) => name).slice(-2)).toEqual(["All", "Shoot"]);
    expect(listed.at(-1).view_fields).toEqual(view_fields);
  });

  it("changes and deletes a view", async () => {
    await using harness = await startTwin();
    const id = await viewOf(harness, { camera: "string", mood: "string" });
    expect((await harness.api(`PATCH ${VIEWS}${id}/`, { description: "Everything" })).body.description).toBe(
      "Everything",
    );
    expect((await harness.api(`GET ${VIEWS}${id}/`)).body.description).toBe("Everything");
    const replaced = await harness.api(`PUT ${VIEWS}${id}/`, { name: "Mood", view_fields: [{ name: "mood" }] });
    expect(replaced.body).toMatchObject({ name: "Mood", description: "Everything" });
    expect((await harness.api(`GET ${VIEWS}${id}/`)).body).toEqual(replaced.body);
    expect((await harness.api(`DELETE ${VIEWS}${id}/`)).status).toBe(204);
    for (const route of [`GET ${VIEWS}${id}/`, `DELETE ${VIEWS}${id}/`]) {
      expect(await harness.api(route)).toMatchObject({
        status: 404,
        body: { errors: ["Metadata view doesn't exist"] },
      });
    }
    expect((await harness.api(`PATCH ${VIEWS}${id}/`, {})).status).toBe(404);
    expect((await harness.api(`PUT ${VIEWS}${id}/`, { name: "x", view_fields: [] })).status).toBe(404);
  });

  it("refuses fields that are not there", async () => {
    await using harness = await startTwin();
    const given = { name: "Shoot", view_fields: [{ name: "nowhere" }] };
    expect((await harness.api(`POST ${VIEWS}`, given)).status).toBe(400);
    expect((await harness.api(`POST ${VIEWS}`, { name: "Shoot" })).body).toEqual({
      errors: { view_fields: "Missing data for required field." },
    });
    const listed = (await harness.api(`GET ${VIEWS}`)).body.objects;
    expect(listed.map(({ name }: { name: string }) => name)).not.toContain("Shoot");
    expect((await harness.wire(`GET ${VIEWS}`)).status).toBe(401);
  });

  it("is hidden from those without permission", async () => {
    await using harness = await startTwin();
    const id = await viewOf(harness, { camera: "string" });
    const ada = await person(harness, "ada", ["can_read_metadata_views", "can_read_metadata_fields"]);
    const seen = async () => (await ada.api(`GET ${VIEWS}`)).body.objects.map((view: { id: string }) => view.id);
    expect(await seen()).not.toContain(id);
    expect((await ada.api(`GET ${VIEWS}${id}/`)).status).toBe(403);
    expect((await ada.api(`POST ${VIEWS}`, { name: "Own", view_fields: [] })).status).toBe(403);
    await harness.api(`PUT /API/acls/v1/groups/${ada.groupId}/acl/metadata_views/${id}/`, { permissions: ["read"] });
    expect(await seen()).toContain(id);
    const fields = (await ada.api("GET /API/metadata/v1/user/fields/")).body.objects;
    expect(fields.map(({ name }: { name: string }) => name)).toContain("camera");
  });
});

describe("metadata categories", () => {
  it("groups views by the type of the object", async () => {
    await using harness = await startTwin();
    const id = await viewOf(harness, { camera: "string" });
    const made = await harness.api(`POST ${CATEGORIES}`, { name: "shoot", label: "Shoot", view_ids: [id] });
    const category = { name: "shoot", label: "Shoot", object_type: "assets", view_ids: [id], date_created: NOW };
    expect(made).toMatchObject({ status: 201, body: category });
    expect((await harness.api(`GET ${CATEGORIES}`)).body.objects).toContainEqual(made.body);
    const ofCollections = (await harness.api("GET /API/metadata/v1/collections/categories/")).body.objects;
    expect(ofCollections).not.toContainEqual(made.body);
    expect((await harness.api(`GET ${CATEGORIES}shoot/`)).body).toEqual(made.body);
    const { views } = (await harness.api(`GET ${CATEGORIES}shoot/views/`)).body;
    expect(views[0].view_fields[0]).toMatchObject({ name: "camera", field_type: "string" });
    const replaced = await harness.api(`PUT ${CATEGORIES}shoot/`, { name: "shoot", label: "The shoot" });
    expect(replaced.body).toMatchObject({ label: "The shoot", view_ids: [id] });
    await harness.api(`DELETE ${VIEWS}${id}/`);
    expect((await harness.api(`GET ${CATEGORIES}shoot/`)).body.view_ids).toEqual([]);
    expect((await harness.api(`DELETE ${CATEGORIES}shoot/`)).status).toBe(204);
    expect((await harness.api(`GET ${CATEGORIES}shoot/`)).status).toBe(404);
  });

  it("refuses a name twice, and views and categories that are not there", async () => {
    await using harness = await startTwin();
    const given = { name: "shoot", label: "Shoot" };
    await harness.api(`POST ${CATEGORIES}`, given);
    expect(await harness.api(`POST ${CATEGORIES}`, given)).toMatchObject({
      status: 409,
      body: { errors: ["A category with the same name and object_type already exists"] },
    });
    const unknown = await harness.api(`POST ${CATEGORIES}`, { name: "other", label: "Other", view_ids: [NOBODY] });
    expect(unknown).toMatchObject({ status: 400, body: { errors: { view_ids: "Metadata view doesn't exist" } } });
    expect((await harness.api(`PUT ${CATEGORIES}other/`, given)).status).toBe(404);
    expect((await harness.api(`DELETE ${CATEGORIES}other/`)).status).toBe(404);
    expect((await harness.api(`GET ${CATEGORIES}other/views/`)).status).toBe(404);
    expect((await harness.wire(`GET ${CATEGORIES}`)).status).toBe(401);
  });
});
