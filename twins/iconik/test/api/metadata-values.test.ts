import { describe, expect, it } from "vitest";
import { type Harness, NOW, startTwin } from "../support/harness.ts";
import { assetOf, collectionOf, commentOn } from "../support/library.ts";
import { values, viewOf } from "../support/metadata.ts";
import { person } from "../support/people.ts";

const METADATA = "/API/metadata/v1";
const NOBODY = "00000000-0000-4000-8000-000000000000";

async function oneField(harness: Harness, spec: Parameters<typeof viewOf>[1][string]) {
  const view = await viewOf(harness, { field: spec });
  const asset = await assetOf(harness, "One");
  const route = `${METADATA}/assets/${asset}/views/${view}/`;
  return {
    route,
    put: (...given: unknown[]) => harness.api(`PUT ${route}`, values({ field: given })),
    kept: async () =>
      (await harness.api(`GET ${route}`)).body.metadata_values.field.field_values.map(
        ({ value }: { value: unknown }) => value,
      ),
  };
}

describe("metadata values", () => {
  it("are written and read by view, on assets, collections and segments", async () => {
    await using harness = await startTwin();
    const view = await viewOf(harness, { camera: "string", take: "integer" });
    const asset = await assetOf(harness, "One");
    const subjects = { assets: asset, collections: await collectionOf(harness, "Day 1") };
    for (const [type, id] of Object.entries(subjects)) {
      const route = `${METADATA}/${type}/${id}/views/${view}/`;
      expect(await harness.api(`GET ${route}`)).toMatchObject({
        status: 404,
        body: { errors: ["Metadata values for this object and view doesn't exist"] },
      });
      const put = await harness.api(`PUT ${route}`, values({ camera: ["A"], take: ["3"] }));
      expect(put).toMatchObject({ status: 200, body: { object_type: type, object_id: id, date_created: NOW } });
      expect(put.body.metadata_values).toEqual({
        camera: { field_values: [{ value: "A" }], date_created: NOW },
        take: { field_values: [{ value: 3 }], date_created: NOW },
      });
      expect((await harness.api(`GET ${route}`)).body).toEqual(put.body);
      const texts = await harness.api(`GET ${route}?reencode_values_to_string=true`);
      expect(texts.body.metadata_values.take.field_values).toEqual([{ value: "3" }]);
    }
    const segment = await commentOn(harness, asset, "Good");
    const inAsset = `${METADATA}/assets/${asset}/segments/${segment}/views/${view}/`;
    const put = await harness.api(`PUT ${inAsset}`, values({ camera: ["B"] }));
    expect(put.body).toMatchObject({ object_type: "segments", object_id: segment });
    expect((await harness.api(`GET ${inAsset}`)).body).toEqual(put.body);
    expect((await harness.api(`GET ${METADATA}/segments/${segment}/views/${view}/`)).body).toEqual(put.body);
    const other = await assetOf(harness, "Other");
    const elsewhere = `${METADATA}/assets/${other}/segments/${segment}/views/${view}/`;
    expect((await harness.api(`GET ${elsewhere}`)).status).toBe(404);
    expect((await harness.api(`PUT ${elsewhere}`, values({}))).status).toBe(404);
  });

  it("are read by the asset's version", async () => {
    await using harness = await startTwin();
    const view = await viewOf(harness, { camera: "string" });
    const asset = await assetOf(harness, "One");
    const segment = await commentOn(harness, asset, "Good");
    await harness.api(`PUT ${METADATA}/assets/${asset}/views/${view}/`, values({ camera: ["A"] }));
    await harness.api(`PUT ${METADATA}/segments/${segment}/views/${view}/`, values({ camera: ["B"] }));
    const [{ id }] = (await harness.api(`GET /API/assets/v1/assets/${asset}/`)).body.versions;
    const read = (version: string, part = "") =>
      harness.api(`GET ${METADATA}/assets/${asset}/${part}versions/${version}/views/${view}/`);
    const camera = (value: string) => ({
      version_id: id,
      metadata_values: { camera: { field_values: [{ value }] } },
    });
    expect((await read(id)).body).toMatchObject(camera("A"));
    expect((await read(id, `segments/${segment}/`)).body).toMatchObject(camera("B"));
    expect((await read(NOBODY)).status).toBe(404);
    expect((await read(NOBODY, `segments/${segment}/`)).status).toBe(404);
  });

  it("leaves fields alone that are not named, and shows those of the view only", async () => {
    await using harness = await startTwin();
    const view = await viewOf(harness, { camera: "string", take: "integer" });
    const narrow = (await harness.api(`POST ${METADATA}/views/`, { name: "N", view_fields: [{ name: "take" }] })).body
      .id;
    const asset = await assetOf(harness, "One");
    await harness.api(`PUT ${METADATA}/assets/${asset}/views/${view}/`, values({ camera: ["A"], take: [1] }));
    await harness.api(`PUT ${METADATA}/assets/${asset}/views/${view}/`, values({ take: [2] }));
    const shown = (await harness.api(`GET ${METADATA}/assets/${asset}/views/${narrow}/`)).body.metadata_values;
    expect(Object.keys(shown)).toEqual(["take"]);
    const foreign = await harness.api(`PUT ${METADATA}/assets/${asset}/views/${narrow}/`, values({ camera: ["B"] }));
    expect(foreign).toMatchObject({ status: 400, body: { errors: { camera: "Unknown field." } } });
    const all = (await harness.api(`GET ${METADATA}/assets/${asset}/`)).body.metadata_values;
    expect(all).toMatchObject({ camera: { field_values: [{ value: "A" }] }, take: { field_values: [{ value: 2 }] } });
  });

  it.each([
    ["string", "A", 5, "Not a valid string."],
    ["string_exact", "A", 5, "Not a valid string."],
    ["text", "A", null, "Not a valid string."],
    ["tag_cloud", "A", 5, "Not a valid string."],
    ["integer", 5, "five", "Not a valid integer."],
    ["integer", 5, 5.5, "Not a valid integer."],
    ["float", 5.5, "five", "Not a valid number."],
    ["boolean", true, "maybe", "Not a valid boolean."],
    ["date", "2026-02-28", "2026-02-30", "Not a valid date."],
    ["datetime", NOW, "2026-02-28", "Not a valid datetime."],
    ["url", "https://example.com/", "example", "Not a valid URL."],
    ["email", "a@example.com", "a at example", "Not a valid email address."],
  ])("of type %s take %j, not %j", async (field_type, good, bad, message) => {
    await using harness = await startTwin();
    const field = await oneField(harness, field_type);
    expect((await field.put(good)).status).toBe(200);
    expect(await field.put(bad)).toMatchObject({ status: 400, body: { errors: { field: message } } });
    expect(await field.kept()).toEqual([good]);
  });

  it("keep to options, bounds, multiplicity, and to what may be written", async () => {
    await using harness = await startTwin();
    const options = [{ label: "Happy", value: "happy" }];
    const mood = await oneField(harness, { field_type: "drop_down", options });
    expect((await mood.put("happy")).status).toBe(200);
    expect(await mood.put("sad")).toMatchObject({ status: 400, body: { errors: { field: "Not a valid choice." } } });
    expect((await mood.put("happy", "happy")).status).toBe(400);
    expect(await mood.kept()).toEqual(["happy"]);
    await using second = await startTwin();
    const take = await oneField(second, { field_type: "integer", min_value: 1, max_value: 9, required: true });
    expect((await take.put(9)).status).toBe(200);
    expect((await take.put(0)).body).toEqual({ errors: { field: "Must be greater than or equal to 1." } });
    expect((await take.put(10)).body).toEqual({ errors: { field: "Must be less than or equal to 9." } });
    expect((await take.put()).body).toEqual({ errors: { field: "Missing data for required field." } });
    await second.api(`PATCH ${METADATA}/fields/field/`, { read_only: true });
    expect((await take.put(5)).body).toEqual({ errors: { field: "Field is read only." } });
    expect(await take.kept()).toEqual([9]);
  });

  it("are appended and deleted by mode", async () => {
    await using harness = await startTwin();
    const tags = await oneField(harness, { field_type: "tag_cloud", multi: true });
    await tags.put("a", "b");
    const mode = (name: string, value: string) =>
      harness.api(`PUT ${tags.route}`, { metadata_values: { field: { mode: name, field_values: [{ value }] } } });
    await mode("append", "c");
    expect(await tags.kept()).toEqual(["a", "b", "c"]);
    await mode("delete", "a");
    expect(await tags.kept()).toEqual(["b", "c"]);
    expect((await mode("replace", "x")).status).toBe(400);
  });

  it("are written to many objects at once", async () => {
    await using harness = await startTwin();
    const view = await viewOf(harness, { camera: "string" });
    const day = await collectionOf(harness, "Day 1");
    const inner = await collectionOf(harness, "Morning", day);
    const [one, two] = [await assetOf(harness, "One", day), await assetOf(harness, "Two", inner)];
    const cameraOf = async (type: string, id: string) =>
      (await harness.api(`GET ${METADATA}/${type}/${id}/views/${view}/`)).body.metadata_values?.camera.field_values[0]
        .value;
    const same = { object_ids: [one, two], ...values({ camera: ["A"] }) };
    expect((await harness.api(`PUT ${METADATA}/assets/views/${view}/`, same)).status).toBe(202);
    expect([await cameraOf("assets", one), await cameraOf("assets", two)]).toEqual(["A", "A"]);
    const each = [one, two].map((id) => ({ id, ...values({ camera: [id] }) }));
    const mapping = { object_ids: [two], metadata_values_object_id_mapping: each };
    expect((await harness.api(`POST ${METADATA}/assets/views/${view}/`, mapping)).status).toBe(202);
    expect([await cameraOf("assets", one), await cameraOf("assets", two)]).toEqual(["A", two]);
    const content = {
      object_ids: [day],
      include_assets: true,
      include_collections: false,
      ...values({ camera: ["C"] }),
    };
    expect((await harness.api(`PUT ${METADATA}/collections/content/views/${view}/`, content)).status).toBe(202);
    expect([await cameraOf("assets", one), await cameraOf("assets", two)]).toEqual(["C", "C"]);
    expect(await cameraOf("collections", inner)).toBeUndefined();
    for (const route of [
      `PUT ${METADATA}/assets/views/${NOBODY}/`,
      `POST ${METADATA}/assets/views/${NOBODY}/`,
      `PUT ${METADATA}/collections/content/views/${NOBODY}/`,
    ]) {
      expect((await harness.api(route, { ...mapping, ...content })).status).toBe(404);
    }
  });

  it("are written without a view by administrators only", async () => {
    await using harness = await startTwin();
    await viewOf(harness, { camera: "string" });
    const asset = await assetOf(harness, "One");
    const route = `${METADATA}/assets/${asset}/`;
    expect((await harness.api(`GET ${route}`)).body).toEqual({
      errors: ["Metadata values for this object don't exist"],
    });
    expect((await harness.api(`PUT ${route}`, values({ camera: ["A"] }))).status).toBe(200);
    expect((await harness.api(`GET ${route}`)).body.metadata_values.camera.field_values).toEqual([{ value: "A" }]);
    await harness.api(`DELETE ${METADATA}/fields/camera/`);
    expect((await harness.api(`GET ${route}`)).body.metadata_values).toEqual({});
    const deleted = await harness.api(`GET ${route}?include_values_for_deleted_fields=true`);
    expect(deleted.body.metadata_values).toHaveProperty("camera");
    const ada = await person(harness, "ada", ["can_read_metadata_values", "can_write_metadata_values"]);
    expect((await ada.api(`GET ${route}`)).status).toBe(403);
    expect((await ada.api(`PUT ${route}`, values({}))).status).toBe(403);
  });

  it("need permission on the object and on the view", async () => {
    await using harness = await startTwin();
    const view = await viewOf(harness, { camera: "string" });
    const asset = await assetOf(harness, "One");
    const route = `${METADATA}/assets/${asset}/views/${view}/`;
    const ada = await person(harness, "ada", ["can_read_metadata_values", "can_write_metadata_values"]);
    const write = () => ada.api(`PUT ${route}`, values({ camera: ["A"] }));
    expect((await write()).status).toBe(403);
    const acl = (object: string, permissions: readonly string[]) =>
      harness.api(`PUT /API/acls/v1/users/${ada.id}/acl/${object}/`, { permissions });
    await acl(`metadata_views/${view}`, ["read"]);
    await acl(`assets/${asset}`, ["read"]);
    expect((await write()).status).toBe(403);
    await acl(`assets/${asset}`, ["read", "write"]);
    expect((await write()).status).toBe(200);
    expect((await ada.api(`GET ${route}`)).body.metadata_values.camera.field_values).toEqual([{ value: "A" }]);
    expect((await harness.api(`PUT ${METADATA}/assets/${NOBODY}/views/${view}/`, values({}))).status).toBe(404);
    expect((await harness.api(`PUT ${METADATA}/assets/${asset}/views/${NOBODY}/`, values({}))).status).toBe(404);
    expect((await harness.api(`GET ${METADATA}/users/${NOBODY}/views/${view}/`)).status).toBe(404);
  });
});
