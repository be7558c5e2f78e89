import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";

const FIELDS = "/API/metadata/v1/fields/";

describe("metadata fields", () => {
  it("creates a field with every default, and reads it back", async () => {
    await using harness = await startTwin();
    const given = { name: "camera", label: "Camera", field_type: "string" };
    const made = await harness.api(`POST ${FIELDS}`, given);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...given,
      auto_set: false,
      date_created: NOW,
      date_modified: NOW,
      description: "",
      hide_if_not_set: false,
      is_block_field: false,
      is_warning_field: false,
      max_value: 0,
      min_value: 0,
      multi: false,
      options: [],
      read_only: false,
      representative: false,
      required: false,
      sortable: false,
      source_url: null,
      use_as_facet: false,
    });
    expect((await harness.api(`GET ${FIELDS}camera/`)).body).toEqual(made.body);
  });

  it("names what is missing, wrong or there already", async () => {
    await using harness = await startTwin();
    const missing = await harness.api(`POST ${FIELDS}`, { name: "camera" });
    expect(missing.status).toBe(400);
    expect(missing.body).toEqual({
      errors: { label: "Missing data for required field.", field_type: "Missing data for required field." },
    });
    const wrong = await harness.api(`POST ${FIELDS}`, { name: "camera", label: "Camera", field_type: "colour" });
    expect(wrong.body.errors.field_type).toMatch(/^Must be one of: integer, float, boolean, string, string_exact, /);
    await harness.api(`POST ${FIELDS}`, { name: "camera", label: "Camera", field_type: "string" });
    const again = await harness.api(`POST ${FIELDS}`, { name: "camera", label: "Again", field_type: "string" });
    expect(again.status).toBe(400);
    expect((await harness.api(`GET ${FIELDS}camera/`)).body.label).toBe("Camera");
  });

  it("changes a field by PUT and PATCH, but not its type", async () => {
    await using harness = await startTwin();
    await harness.api(`POST ${FIELDS}`, { name: "mood", label: "Mood", field_type: "drop_down" });
    const options = [{ label: "Happy", value: "happy" }];
    const patched = await harness.api(`PATCH ${FIELDS}mood/`, { options, multi: "yes" });
    expect(patched.body).toMatchObject({ options, multi: true, label: "Mood" });
    const replaced = await harness.api(`PUT ${FIELDS}mood/`, { label: "The mood", field_type: "drop_down" });
    expect(replaced.body).toMatchObject({ label: "The mood", options });
    const retyped = await harness.api(`PATCH ${FIELDS}mood/`, { field_type: "integer" });
    expect(retyped.status).toBe(400);
    const sourced = await harness.api(`PATCH ${FIELDS}mood/`, { source_url: "https://example.com/moods/" });
    expect(sourced).toMatchObject({ status: 400, body: { errors: { source_url: expect.any(String) } } });
    expect((await harness.api(`GET ${FIELDS}mood/`)).body).toEqual(replaced.body);
    expect((await harness.api(`PUT ${FIELDS}other/`, { label: "x", field_type: "string" })).status).toBe(404);
    expect((await harness.api(`PATCH ${FIELDS}other/`, { label: "x" })).status).toBe(404);
  });

  it("lists by name, page after page, and those that a filter names", async () => {
    await using harness = await startTwin();
    for (const name of ["c", "a", "b"]) {
      await harness.api(`POST ${FIELDS}`, { name, label: name, field_type: "string" });
    }
    const first = (await harness.api(`GET ${FIELDS}?per_page=2&last_field_name=Z`)).body;
    expect(first.objects.map((field: { name: string }) => field.name)).toEqual(["a", "b"]);
    const second = (await harness.api(`GET ${first.next_url}`)).body;
    expect(second.objects.map((field: { name: string }) => field.name)).toEqual(["c"]);
    expect(second).not.toHaveProperty("next_url");
    const chosen = (await harness.api(`GET ${FIELDS}?filter=c,b`)).body;
    expect(chosen.objects.map((field: { name: string }) => field.name)).toEqual(["b", "c"]);
    expect((await harness.api(`GET ${FIELDS}?per_page=0`)).status).toBe(400);
  });

  it("takes a deleted field out of its views", async () => {
    await using harness = await startTwin();
    for (const name of ["a", "b"]) await harness.api(`POST ${FIELDS}`, { name, label: name, field_type: "string" });
    const view = { name: "All", view_fields: [{ name: "a" }, { name: "b" }] };
    const { id } = (await harness.api("POST /API/metadata/v1/views/", view)).body;
    const readable = async () =>
      (await harness.api("GET /API/metadata/v1/user/fields/")).body.objects.map(({ name }: { name: string }) => name);
    expect(await readable()).toEqual(expect.arrayContaining(["a", "b"]));
    expect((await harness.api(`DELETE ${FIELDS}a/`)).status).toBe(204);
    expect((await harness.api(`DELETE ${FIELDS}a/`)).status).toBe(404);
    expect((await harness.api(`GET ${FIELDS}a/`)).body).toEqual({ errors: ["Metadata field doesn't exist"] });
    const shown = (await harness.api(`GET /API/metadata/v1/views/${id}/`)).body.view_fields;
    expect(shown.map((field: { name: string }) => field.name)).toEqual(["b"]);
    expect(await readable()).not.toContain("a");
  });

  it("needs a token and a role", async () => {
    await using harness = await startTwin();
    expect(await harness.wire(`GET ${FIELDS}`)).toMatchObject({
      status: 401,
      body: { errors: ["Token is invalid"] },
    });
    expect((await harness.wire("GET /API/metadata/v1/user/fields/")).status).toBe(401);
  });
});
