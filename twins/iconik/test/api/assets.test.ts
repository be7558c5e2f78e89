import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";
import { ASSETS, FILES, transcodeOf, uploaded } from "../support/essence.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const NO_ASSET = { status: 404, body: { errors: ["Asset does not exist"] } };

describe("assets", () => {
  it("are created with every default, and read back as they were answered", async () => {
    await using harness = await startTwin();
    const made = await harness.api(`POST ${ASSETS}`, { title: "Interview" });
    expect(made.status).toBe(201);
    const user = (await harness.api("GET /API/users/v1/users/current/")).body.id;
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      title: "Interview",
      type: "ASSET",
      status: "ACTIVE",
      analyze_status: "N/A",
      archive_status: "NOT_ARCHIVED",
      face_recognition_status: "N/A",
      category: null,
      created_by_user: user,
      custom_keyframe: null,
      custom_poster: null,
      date_created: NOW,
      date_imported: NOW,
      date_modified: NOW,
      external_id: null,
      external_link: null,
      favoured: false,
      has_unconfirmed_persons: false,
      in_collections: [],
      is_blocked: false,
      is_online: false,
      person_ids: null,
      site_name: null,
      updated_by_user: user,
      warning: null,
      versions: [
        {
          id: expect.any(String),
          version_number: 1,
          status: "ACTIVE",
          created_by_user: user,
          date_created: NOW,
          is_online: false,
          analyze_status: "N/A",
          archive_status: "NOT_ARCHIVED",
          face_recognition_status: "N/A",
          transcribe_status: "N/A",
          transcribed_languages: [],
          has_unconfirmed_persons: false,
          person_ids: [],
        },
      ],
    });
    expect((await harness.api(`GET ${ASSETS}${made.body.id}/`)).body).toEqual(made.body);
  });

  it("name the fields that are missing or wrong, and ignore those that cannot be set", async () => {
    await using harness = await startTwin();
    const nothing = await harness.api(`POST ${ASSETS}`, {});
    expect(nothing).toMatchObject({ status: 400, body: { errors: { title: "Missing data for required field." } } });
    const wrong = await harness.api(`POST ${ASSETS}`, {
      title: null,
      type: "MOVIE",
      external_link: "not a link",
      original_asset_id: "7",
      is_blocked: "perhaps",
      date_created: "yesterday",
    });
    expect(wrong).toMatchObject({
      status: 400,
      body: {
        errors: {
          title: "Field may not be null.",
          type: "Must be one of: ASSET, SEQUENCE, NLE_PROJECT, PLACEHOLDER, CUSTOM, LINK, SUBCLIP.",
          external_link: "Not a valid URL.",
          original_asset_id: "Not a valid UUID.",
          is_blocked: "Not a valid boolean.",
          date_created: "Not a valid datetime.",
        },
      },
    });
    const generous = await harness.api(`POST ${ASSETS}`, {
      title: "A",
      id: UNKNOWN,
      favoured: true,
      colour: "red",
      is_blocked: "true",
    });
    expect(generous).toMatchObject({ status: 201, body: { favoured: false, is_blocked: true } });
    expect(generous.body.id).not.toBe(UNKNOWN);
    expect(generous.body).not.toHaveProperty("colour");
  });

  it("are changed in part by PATCH, and by PUT only with what is required", async () => {
    await using harness = await startTwin();
    const { id } = (await harness.api(`POST ${ASSETS}`, { title: "A", category: "raw" })).body;
    await harness.advance("1s");
    const patched = await harness.api(`PATCH ${ASSETS}${id}/`, { external_id: "x-1" });
    expect(patched).toMatchObject({ status: 200, body: { title: "A", category: "raw", external_id: "x-1" } });
    expect(patched.body.date_modified).toBe("2026-11-23T12:00:01.000000+00:00");
    expect((await harness.api(`PUT ${ASSETS}${id}/`, { category: null })).status).toBe(400);
    const put = await harness.api(`PUT ${ASSETS}${id}/`, { title: "B", category: null });
    expect(put.body).toMatchObject({ title: "B", category: null, external_id: "x-1" });
    expect((await harness.api(`GET ${ASSETS}${id}/`)).body).toEqual(put.body);
    expect(await harness.api(`PATCH ${ASSETS}${UNKNOWN}/`, {})).toMatchObject(NO_ASSET);
  });

  it("are changed many at once, all or none", async () => {
    await using harness = await startTwin();
    const ids: string[] = [];
    for (const title of ["A", "B"]) ids.push((await harness.api(`POST ${ASSETS}`, { title })).body.id);
    const objects = ids.map((id, index) => ({ id, category: `c${index}` }));
    const changed = await harness.api(`PATCH ${ASSETS}`, { objects });
    expect(changed).toMatchObject({ status: 202, body: { job_id: expect.any(String) } });
    expect((await harness.api(`GET ${ASSETS}?sort=title,desc`)).body.objects).toMatchObject([
      { category: "c1" },
      { category: "c0" },
    ]);
    const half = [
      { id: ids[0], category: "lost" },
      { id: UNKNOWN, category: "lost" },
    ];
    expect((await harness.api(`PUT ${ASSETS}`, { objects: half })).status).toBe(400);
    expect((await harness.api(`GET ${ASSETS}${ids[0]}/`)).body.category).toBe("c0");
    expect((await harness.api(`PUT ${ASSETS}`, { objects })).status).toBe(202);
  });

  it("show their collections and people where asked, and when they were looked at", async () => {
    await using harness = await startTwin();
    const collection = (await harness.api("POST /API/assets/v1/collections/", { title: "Rushes" })).body;
    const given = { title: "A", collection_id: collection.id };
    const inside = (await harness.api(`POST ${ASSETS}?assign_to_collection=true`, given)).body;
    expect(inside.in_collections).toEqual([collection.id]);
    expect((await harness.api(`POST ${ASSETS}`, given)).body.in_collections).toEqual([]);
    const plain = (await harness.api(`GET ${ASSETS}${inside.id}/?include_collections=false&include_users=true`)).body;
    expect(plain).not.toHaveProperty("in_collections");
    expect(plain.created_by_user_info).toMatchObject({ id: plain.created_by_user, email: "admin@example.com" });
    const viewed = await harness.api(`POST ${ASSETS}${inside.id}/views/`);
    expect(viewed).toMatchObject({ status: 200, body: { date_viewed: NOW } });
    const elsewhere = { title: "A", collection_id: UNKNOWN };
    expect((await harness.api(`POST ${ASSETS}?assign_to_collection=true`, elsewhere)).body).toEqual({
      errors: { collection_id: "Collection does not exist" },
    });
  });

  it("are deleted into the delete queue, restored from it, and purged for good", async () => {
    await using harness = await startTwin();
    const { id } = (await harness.api(`POST ${ASSETS}`, { title: "A" })).body;
    expect((await harness.api(`DELETE ${ASSETS}${id}/`)).status).toBe(204);
    const deleted = (await harness.api(`GET ${ASSETS}${id}/`)).body;
    expect(deleted).toMatchObject({ status: "DELETED", date_deleted: NOW, deleted_by_user: deleted.created_by_user });
    expect((await harness.api(`GET ${ASSETS}`)).body.objects).toEqual([]);
    expect((await harness.api(`PUT ${ASSETS}${id}/restore/`)).status).toBe(204);
    const restored = (await harness.api(`GET ${ASSETS}${id}/`)).body;
    expect(restored.status).toBe("ACTIVE");
    expect(restored).not.toHaveProperty("date_deleted");
    expect((await harness.api(`DELETE ${ASSETS}${id}/purge/`)).status).toBe(204);
    expect(await harness.api(`GET ${ASSETS}${id}/`)).toMatchObject(NO_ASSET);
    for (const route of [`DELETE ${ASSETS}${id}/`, `PUT ${ASSETS}${id}/restore/`, `DELETE ${ASSETS}${id}/purge/`]) {
      expect(await harness.api(route)).toMatchObject(NO_ASSET);
    }
  });

  it("take everything that hangs on them along when they are purged", async () => {
    await using harness = await startTwin();
    const made = await uploaded(harness);
    await transcodeOf(harness, made);
    await harness.advance("10s");
    const other = (await harness.api(`POST ${ASSETS}`, { title: "Other" })).body.id;
    await harness.api(`POST ${ASSETS}${other}/relations/`, {
      related_to_asset_id: made.assetId,
      relation_type: "variant",
    });
    const comment = { segment_type: "COMMENT", segment_text: "!" };
    await harness.api(`POST ${ASSETS}${made.assetId}/segments/`, comment);
    await harness.api(`DELETE ${ASSETS}${made.assetId}/uploads/`);
    const { accounts } = (await harness.api("GET /admin/state")).body;
    const left = accounts[""];
    for (const name of [
      "fileSets",
      "files",
      "formats",
      "history",
      "keyframes",
      "objects",
      "proxies",
      "relations",
      "segments",
    ]) {
      expect({ [name]: left[name] }).toEqual({ [name]: [] });
    }
  });

  it("are indexed again at once", async () => {
    await using harness = await startTwin();
    const { id } = (await harness.api(`POST ${ASSETS}`, { title: "A" })).body;
    for (const route of [`POST ${ASSETS}${id}/reindex/`, `POST ${ASSETS}reindex/`]) {
      expect(await harness.api(route)).toMatchObject({ status: 201, body: { status: "FINISHED" } });
    }
    expect(await harness.api(`POST ${ASSETS}${UNKNOWN}/reindex/`)).toMatchObject(NO_ASSET);
  });
});

describe("versions of an asset", () => {
  it("are added in front, changed, promoted and deleted", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const { id, versions } = (await api(`POST ${ASSETS}`, { title: "A" })).body;
    const first = versions[0].id;
    const added = await api(`POST ${ASSETS}${id}/versions/`, {});
    expect(added).toMatchObject({
      status: 200,
      body: { asset_id: id, versions: [{ version_number: 2 }, { id: first }] },
    });
    const second = added.body.versions[0].id;
    const changed = await api(`PATCH ${ASSETS}${id}/versions/${second}/`, { status: "IN_PROGRESS" });
    expect(changed).toMatchObject({ status: 200, body: { id: second, status: "IN_PROGRESS", version_number: 2 } });
    expect((await api(`PUT ${ASSETS}${id}/versions/${second}/`, { status: "LOST" })).status).toBe(400);
    expect((await api(`PUT ${ASSETS}${id}/versions/${second}/`, { status: "ACTIVE" })).body.status).toBe("ACTIVE");
    expect((await api(`PUT ${ASSETS}${id}/versions/${first}/promote/`)).status).toBe(204);
    expect((await api(`GET ${ASSETS}${id}/`)).body.versions).toMatchObject([{ id: first }, { id: second }]);
    expect((await api(`DELETE ${ASSETS}${id}/versions/${second}/`)).status).toBe(204);
    expect((await api(`DELETE ${ASSETS}${id}/versions/${first}/`)).status).toBe(400);
    expect((await api(`PUT ${ASSETS}${id}/versions/${second}/promote/`)).status).toBe(404);
    const operations = (await api(`GET ${ASSETS}${id}/history/`)).body.objects.map(
      (each: { operation_type: string }) => each.operation_type,
    );
    expect(operations).toEqual([
      "VERSION_CREATE",
      "VERSION_UPDATE",
      "VERSION_UPDATE",
      "VERSION_PROMOTE",
      "VERSION_DELETE",
    ]);
  });

  it("have files of their own; the asset shows those of the current one", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await uploaded(harness);
    const of = `${FILES}/assets/${made.assetId}`;
    await api(`POST ${ASSETS}${made.assetId}/versions/`, {});
    expect((await api(`GET ${of}/files/`)).body.objects).toEqual([]);
    expect((await api(`GET ${of}/formats/?include_all_versions=true`)).body.objects).toHaveLength(1);
    expect((await api(`GET ${of}/versions/${made.versionId}/files/`)).body.objects).toMatchObject([
      { id: made.fileId },
    ]);
    expect((await api(`DELETE ${ASSETS}${made.assetId}/versions/old/`)).status).toBe(204);
    expect((await api(`GET ${of}/files/${made.fileId}/`)).status).toBe(404);
  });

  it("are made from another asset or version, segments included where asked", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const source = await uploaded(harness, "source.mov");
    const target = (await api(`POST ${ASSETS}`, { title: "Target" })).body;
    await api(`POST ${ASSETS}${target.id}/segments/`, { segment_type: "COMMENT", segment_text: "keep" });
    await api(`POST ${ASSETS}${target.id}/segments/`, { segment_type: "MARKER" });
    const wanted = { copy_previous_version_segments: true, include_segment_types: ["COMMENT"] };
    const from = `POST ${ASSETS}${target.id}/versions/from`;
    expect((await api(`${from}/assets/${source.assetId}/`, wanted)).status).toBe(202);
    const [file] = (await api(`GET ${FILES}/assets/${target.id}/files/`)).body.objects;
    expect(file).toMatchObject({ asset_id: target.id, original_name: "source.mov" });
    expect((await fetch(file.url)).status).toBe(200);
    expect((await api(`GET ${ASSETS}${target.id}/segments/`)).body.objects).toMatchObject([{ segment_text: "keep" }]);
    expect((await api(`GET ${ASSETS}${target.id}/`)).body.is_online).toBe(true);

    expect((await api(`${from}/versions/${target.versions[0].id}/`, {})).status).toBe(202);
    expect((await api(`GET ${ASSETS}${target.id}/`)).body.versions).toHaveLength(3);
    expect((await api(`${from}/versions/${UNKNOWN}/`, {})).status).toBe(404);
    await transcodeOf(harness, source);
    expect(await api(`${from}/assets/${source.assetId}/`, {})).toMatchObject({
      status: 409,
      body: { errors: ["The asset is being transcoded and cannot be set as a new version"] },
    });
  });

  it("copy the segments of the one before, or of one that is named", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const { id, versions } = (await api(`POST ${ASSETS}`, { title: "A" })).body;
    await api(`POST ${ASSETS}${id}/segments/`, { segment_type: "COMMENT", segment_text: "one" });
    await api(`POST ${ASSETS}${id}/versions/`, { copy_segments: true });
    expect((await api(`GET ${ASSETS}${id}/segments/`)).body.total).toBe(1);
    await api(`POST ${ASSETS}${id}/versions/`, {});
    expect((await api(`GET ${ASSETS}${id}/segments/`)).body.total).toBe(0);
    await api(`POST ${ASSETS}${id}/versions/`, { copy_segments: true, source_version_id: versions[0].id });
    expect((await api(`GET ${ASSETS}${id}/segments/?include_all_versions=true`)).body.total).toBe(3);
    expect((await api(`POST ${ASSETS}${id}/versions/`, { source_version_id: UNKNOWN })).status).toBe(404);
  });
});
