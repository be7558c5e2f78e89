import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";
import { ASSETS, FILES, JOBS, openFile, storageFor, transcodeOf, uploaded } from "../support/essence.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";

describe("formats", () => {
  it("are created, found by id and by name, changed and replaced", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const { id } = (await api(`POST ${ASSETS}`, { title: "A" })).body;
    const of = `${FILES}/assets/${id}/formats/`;
    const made = await api(`POST ${of}`, { name: "ORIGINAL", metadata: [{ codec: "prores" }] });
    expect(made).toMatchObject({
      status: 201,
      body: {
        asset_id: id,
        name: "ORIGINAL",
        status: "ACTIVE",
        is_online: false,
        components: [],
        metadata: [{ codec: "prores" }],
      },
    });
    const path = `${of}${made.body.id}/`;
    expect((await api(`GET ${of}ORIGINAL/`)).body).toEqual(made.body);
    expect((await api(`PATCH ${path}`, { is_online: true })).body).toMatchObject({ is_online: true, name: "ORIGINAL" });
    expect((await api(`PUT ${path}`, { is_online: true })).status).toBe(400);
    const put = await api(`PUT ${path}`, { name: "EDIT", components: [{ name: "V1", type: "VIDEO" }] });
    expect(put.body).toMatchObject({ name: "EDIT", components: [{ id: expect.any(String), type: "VIDEO" }] });
    expect((await api(`GET ${path}`)).body).toEqual(put.body);
    expect(await api(`GET ${of}LOST/`)).toMatchObject({
      status: 404,
      body: { errors: ["Format for this asset doesn't exist"] },
    });
    expect((await api(`POST ${FILES}/assets/${UNKNOWN}/formats/`, { name: "X" })).status).toBe(404);
  });

  it("have components", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const { assetId, formatId } = await openFile(harness);
    const of = `${FILES}/assets/${assetId}/formats/${formatId}/components/`;
    const made = await api(`POST ${of}`, { name: "A1", type: "AUDIO", metadata: { channels: "2" } });
    expect(made).toMatchObject({ status: 200, body: { name: "A1", type: "AUDIO" } });
    const path = `${of}${made.body.id}/`;
    expect((await api(`PUT ${path}`, { name: "A2", type: "AUDIO" })).body).toMatchObject({
      name: "A2",
      metadata: { channels: "2" },
    });
    expect((await api(`GET ${path}`)).body.objects).toMatchObject([{ name: "A2" }]);
    expect((await api(`POST ${of}`, { name: "A3", type: "SMELL" })).status).toBe(400);
    expect((await api(`DELETE ${path}`)).body).toEqual({ objects: [] });
    expect((await api(`GET ${path}`)).status).toBe(404);
  });

  it("go to the delete queue with their files, or at once", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await uploaded(harness);
    const path = `${FILES}/assets/${made.assetId}/formats/${made.formatId}/`;
    expect((await api(`DELETE ${path}purge/`)).status).toBe(400);
    expect(await api(`DELETE ${path}`)).toMatchObject({ status: 200, body: { status: "DELETED", date_deleted: NOW } });
    expect((await api(`GET ${FILES}/assets/${made.assetId}/formats/`)).body.objects).toEqual([]);
    expect((await api(`GET ${FILES}/delete_queue/formats/`)).body.objects).toMatchObject([{ id: made.formatId }]);
    expect(await api(`PUT ${path}restore/`)).toMatchObject({ status: 200, body: { status: "ACTIVE" } });
    await api(`DELETE ${path}`);
    expect((await api(`DELETE ${FILES}/delete_queue/formats/`, { ids: [made.formatId] })).status).toBe(204);
    expect((await api(`GET ${path}`)).body.status).toBe("ACTIVE");
    await api(`DELETE ${path}`);
    expect((await api(`DELETE ${path}purge/`)).status).toBe(204);
    expect((await api(`GET ${FILES}/assets/${made.assetId}/files/${made.fileId}/`)).status).toBe(404);
    const other = (await api(`POST ${FILES}/assets/${made.assetId}/formats/`, { name: "EDIT" })).body.id;
    expect((await api(`DELETE ${FILES}/assets/${made.assetId}/formats/${other}/?immediately=true`)).status).toBe(204);
    expect((await api(`GET ${FILES}/assets/${made.assetId}/formats/${other}/`)).status).toBe(404);
  });

  it("go with a version, with all, and from the queue", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await uploaded(harness);
    const of = `${FILES}/assets/${made.assetId}`;
    expect((await api(`GET ${of}/versions/${made.versionId}/formats/`)).body.objects).toHaveLength(1);
    expect((await api(`DELETE ${of}/versions/${made.versionId}/formats/`)).status).toBe(200);
    expect((await api(`GET ${of}/formats/`)).body.objects).toEqual([]);
    expect((await api(`POST ${FILES}/delete_queue/formats/purge/`, { ids: [made.formatId] })).status).toBe(204);
    await api(`POST ${of}/formats/`, { name: "EDIT" });
    expect((await api(`DELETE ${of}/versions/all/formats/?immediately=true`)).status).toBe(204);
    expect((await api(`GET ${FILES}/delete_queue/formats/`)).body.objects).toEqual([]);
  });
});

describe("file sets", () => {
  it("are created for a format that is there, and changed", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await openFile(harness);
    const of = `${FILES}/assets/${made.assetId}/file_sets/`;
    const given = { name: "proxy", base_dir: "p", component_ids: [], format_id: UNKNOWN };
    expect((await api(`POST ${of}`, given)).body).toEqual({
      errors: { format_id: "Format for this asset doesn't exist" },
    });
    expect((await api(`POST ${of}`, {})).body.errors).toEqual({
      name: "Missing data for required field.",
      base_dir: "Missing data for required field.",
      component_ids: "Missing data for required field.",
      format_id: "Missing data for required field.",
    });
    const path = `${of}${made.fileSetId}/`;
    expect((await api(`GET ${path}`)).body).toMatchObject({ name: "take-1.mov", file_count: 1, is_archive: false });
    expect((await api(`PATCH ${path}`, { base_dir: "b" })).body).toMatchObject({ base_dir: "b", name: "take-1.mov" });
    const put = { name: "n", base_dir: "c", component_ids: [], format_id: made.formatId };
    expect((await api(`PUT ${path}`, put)).body).toMatchObject({ name: "n", base_dir: "c" });
    expect((await api(`GET ${of}`)).body.objects).toMatchObject([{ base_dir: "c" }]);
    const ofVersion = `${FILES}/assets/${made.assetId}/versions/${made.versionId}/file_sets/`;
    expect((await api(`GET ${ofVersion}`)).body.objects).toHaveLength(1);
    const ofFormat = `${FILES}/assets/${made.assetId}/formats/${made.formatId}`;
    expect((await api(`GET ${ofFormat}/file_sets/`)).body.objects).toHaveLength(1);
    expect((await api(`GET ${ofFormat}/storages/${made.storageId}/file_sets/`)).body.objects).toHaveLength(1);
    expect((await api(`GET ${ofFormat}/storages/${UNKNOWN}/file_sets/`)).body.objects).toEqual([]);
    expect((await api(`GET ${path}files/`)).body.objects).toMatchObject([{ id: made.fileId }]);
    expect((await api(`GET ${FILES}/file_sets/${made.fileSetId}/files/`)).body.objects).toMatchObject([
      { id: made.fileId },
    ]);
    expect((await api(`GET ${FILES}/file_sets/${UNKNOWN}/files/`)).status).toBe(404);
  });

  it("take their bytes along, unless the source is to be kept", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    for (const [keep, status] of [
      ["true", 200],
      ["false", 404],
    ] as const) {
      const made = await uploaded(harness, `keep-${keep}.mov`);
      const file = `${FILES}/assets/${made.assetId}/files/${made.fileId}/`;
      const { url } = (await api(`GET ${file}`)).body;
      const gone = `${FILES}/assets/${made.assetId}/file_sets/${made.fileSetId}/?immediately=true&keep_source=${keep}`;
      expect((await api(`DELETE ${gone}`)).status).toBe(204);
      expect((await api(`GET ${file}`)).status).toBe(404);
      expect((await fetch(url)).status).toBe(status);
    }
  });

  it("go through the delete queue", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await uploaded(harness);
    const of = `${FILES}/assets/${made.assetId}`;
    const path = `${of}/file_sets/${made.fileSetId}/`;
    const queue = `${FILES}/delete_queue/file_sets/`;
    expect((await api(`DELETE ${path}purge/`)).status).toBe(400);
    expect(await api(`DELETE ${path}`)).toMatchObject({ status: 200, body: { status: "DELETED" } });
    expect((await api(`GET ${of}/file_sets/`)).body.objects).toEqual([]);
    expect((await api(`GET ${queue}`)).body.objects).toMatchObject([{ id: made.fileSetId }]);
    expect((await api(`PUT ${path}restore/`)).body.status).toBe("ACTIVE");
    await api(`DELETE ${of}/versions/${made.versionId}/file_sets/`);
    expect((await api(`DELETE ${queue}`, { ids: [made.fileSetId] })).status).toBe(204);
    expect((await api(`GET ${path}`)).body.status).toBe("ACTIVE");
    await api(`DELETE ${of}/versions/all/file_sets/`);
    expect((await api(`POST ${queue}purge/`, { ids: [made.fileSetId] })).status).toBe(204);
    expect((await api(`GET ${path}`)).status).toBe(404);
    expect((await api(`POST ${queue}purge/`, { ids: [UNKNOWN] })).status).toBe(400);
    const next = await uploaded(harness, "next.mov");
    await api(`DELETE ${FILES}/assets/${next.assetId}/file_sets/${next.fileSetId}/`);
    const purged = await api(`DELETE ${FILES}/assets/${next.assetId}/file_sets/${next.fileSetId}/purge/`);
    expect(purged.status).toBe(204);
  });

  it("are copied to another storage in the background", async () => {
    await using harness = await startTwin();
    const { api, advance } = harness;
    const made = await uploaded(harness);
    const to = (await api(`POST ${FILES}/storages/`, { name: "Cold", method: "S3", purpose: "FILES", settings: {} }))
      .body.id;
    const copied = await api(`POST ${FILES}/file_sets/${made.fileSetId}/storages/${to}/`, {});
    expect(copied).toMatchObject({ status: 202, body: { job_id: expect.any(String) } });
    await advance("10s");
    expect((await api(`GET ${JOBS}${copied.body.job_id}/`)).body).toMatchObject({
      type: "TRANSFER",
      status: "FINISHED",
    });
    const sets = (await api(`GET ${FILES}/assets/${made.assetId}/file_sets/`)).body.objects;
    expect(sets).toMatchObject([
      { storage_id: made.storageId },
      { storage_id: to, original_storage_id: made.storageId },
    ]);
    const [copy] = (await api(`GET ${FILES}/file_sets/${sets[1].id}/files/`)).body.objects;
    expect(await (await fetch(copy.url)).text()).toBe("moving pictures");
    expect(await api(`POST ${FILES}/file_sets/${made.fileSetId}/storages/${to}/`, {})).toMatchObject({
      status: 409,
      body: { errors: ["File set with same components already exists on storage."] },
    });
    expect((await api(`POST ${FILES}/file_sets/${made.fileSetId}/storages/${UNKNOWN}/`, {})).status).toBe(404);
    const more = (
      await api(`POST ${FILES}/storages/`, { name: "Colder", method: "S3", purpose: "FILES", settings: {} })
    ).body.id;
    const many = await api(`POST ${FILES}/storages/${more}/bulk/`, {
      object_ids: [made.assetId],
      object_type: "assets",
    });
    expect(many).toMatchObject({ status: 202, body: { success: `Queued copying of file sets to storage ${more}` } });
    await advance("10s");
    expect((await api(`GET ${JOBS}${many.body.job_id}/`)).body).toMatchObject({
      status: "FINISHED",
      progress_total: 2,
    });
    expect(
      (await api(`POST ${FILES}/storages/${UNKNOWN}/bulk/`, { object_ids: [], object_type: "assets" })).status,
    ).toBe(404);
  });
});

describe("files", () => {
  it("need a file set, from which they take format, storage and version", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await openFile(harness);
    const of = `${FILES}/assets/${made.assetId}/files/`;
    const file = (await api(`GET ${of}${made.fileId}/`)).body;
    expect(file).toMatchObject({
      format_id: made.formatId,
      storage_id: made.storageId,
      version_id: made.versionId,
      file_set_status: "ACTIVE",
      format_status: "ACTIVE",
      name: "take-1.mov",
    });
    const given = { original_name: "a", directory_path: "", type: "FILE" };
    expect((await api(`POST ${of}`, given)).body).toEqual({
      errors: { file_set_id: "Missing data for required field." },
    });
    expect((await api(`POST ${of}`, { ...given, file_set_id: UNKNOWN })).status).toBe(400);
    expect((await api(`POST ${of}`, { ...given, type: "PIPE", file_set_id: made.fileSetId })).status).toBe(400);
    const put = { ...given, file_set_id: made.fileSetId, size: "264032992" };
    expect((await api(`PUT ${of}${made.fileId}/`, put)).body).toMatchObject({ original_name: "a", size: 264_032_992 });
    expect((await api(`GET ${of}${made.fileId}/download_url/`)).status).toBe(400);
    const closed = await api(`POST ${of}`, { ...put, status: "CLOSED" });
    expect(closed).toMatchObject({ status: 201, body: { status: "CLOSED", upload_filename: "a" } });
    expect((await api(`DELETE ${of}${made.fileId}/`)).status).toBe(204);
    expect((await api(`GET ${of}${made.fileId}/`)).status).toBe(404);
    expect((await api(`DELETE ${FILES}/assets/${made.assetId}/versions/${made.versionId}/files/`)).status).toBe(204);
    expect((await api(`DELETE ${FILES}/assets/${made.assetId}/versions/all/files/`)).status).toBe(204);
    expect((await api(`GET ${of}`)).body.objects).toEqual([]);
  });

  it("on a storage that is not in the cloud have no address", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await openFile(harness);
    const nas = (await api(`POST ${FILES}/storages/`, { name: "NAS", method: "FILE", purpose: "FILES", settings: {} }))
      .body.id;
    const given = {
      original_name: "a",
      directory_path: "",
      type: "FILE",
      file_set_id: made.fileSetId,
      storage_id: nas,
    };
    const file = (await api(`POST ${FILES}/assets/${made.assetId}/files/`, given)).body;
    expect(file).toMatchObject({ storage_method: "FILE", status: "OPEN" });
    expect(file).not.toHaveProperty("upload_url");
  });
});

describe("proxies", () => {
  it("are uploaded by clients too", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const { id } = (await api(`POST ${ASSETS}`, { title: "A" })).body;
    const of = `${FILES}/assets/${id}/proxies/`;
    const made = await api(`POST ${of}`, { name: "web", resolution: { width: 640, height: 360 } });
    expect(made).toMatchObject({
      status: 201,
      body: { status: "OPEN", filename: "web.mp4", is_public: false, storage_id: await storageFor(harness, "PROXIES") },
    });
    expect((await fetch(made.body.upload_url, { method: "PUT", body: "abc" })).status).toBe(200);
    const path = `${of}${made.body.id}/`;
    expect((await api(`PATCH ${path}`, { status: "CLOSED" })).body).toMatchObject({ status: "CLOSED", size: 3 });
    const { url } = (await api(`GET ${path}download_url/`)).body;
    expect(await (await fetch(url)).text()).toBe("abc");
    expect((await api(`PUT ${path}`, { codec: "h265" })).body.codec).toBe("h265");
    expect(await api(`GET ${path}`)).toMatchObject({ status: 200, body: { codec: "h265", size: 3 } });
    expect(await api(`POST ${path}public/`)).toMatchObject({ status: 201, body: { is_public: true } });
    expect(await api(`DELETE ${path}public/`)).toMatchObject({ status: 201, body: { is_public: false } });
    expect((await api(`GET ${of}`)).body.objects).toMatchObject([{ codec: "h265" }]);
    expect((await api(`DELETE ${path}`)).status).toBe(204);
    expect(await api(`GET ${path}`)).toMatchObject({
      status: 404,
      body: { errors: ["Proxy for this asset doesn't exist"] },
    });
    expect((await fetch(url)).status).toBe(404);
    expect((await api(`POST ${of}`, { storage_id: UNKNOWN })).status).toBe(400);
    expect((await api(`POST ${of}`, { rotation: "left" })).body).toEqual({
      errors: { rotation: "Not a valid integer." },
    });
  });

  it("go with a version or with all", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const { id, versions } = (await api(`POST ${ASSETS}`, { title: "A" })).body;
    const of = `${FILES}/assets/${id}`;
    await api(`POST ${of}/proxies/`, { name: "a" });
    expect((await api(`GET ${of}/versions/${versions[0].id}/proxies/`)).body.objects).toHaveLength(1);
    expect((await api(`DELETE ${of}/versions/${UNKNOWN}/proxies/`)).status).toBe(204);
    expect((await api(`GET ${of}/proxies/`)).body.objects).toHaveLength(1);
    expect((await api(`DELETE ${of}/versions/all/proxies/`)).status).toBe(204);
    expect((await api(`GET ${of}/proxies/`)).body.objects).toEqual([]);
  });
});

describe("keyframes", () => {
  it("are uploaded, published, and chosen as the asset's own", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const { id, versions } = (await api(`POST ${ASSETS}`, { title: "A" })).body;
    const of = `${FILES}/assets/${id}/keyframes/`;
    const made = await api(`POST ${of}`, { type: "POSTER", name: "cover" });
    expect(made).toMatchObject({
      status: 201,
      body: { filename: "cover.jpg", is_custom_keyframe: false, collection_id: null },
    });
    const path = `${of}${made.body.id}/`;
    expect((await api(`PATCH ${path}`, { status: "CLOSED", size: 9 })).body).toMatchObject({
      status: "CLOSED",
      size: 9,
    });
    expect((await api(`PUT ${path}`, { type: "POSTER", rotation: 90 })).body.rotation).toBe(90);
    expect((await api(`PUT ${path}`, {})).status).toBe(400);
    expect(await api(`POST ${path}public/`)).toMatchObject({ status: 201, body: { is_public: true } });
    expect(await api(`DELETE ${path}public/`)).toMatchObject({ body: { is_public: false } });
    const chosen = await api(`POST ${FILES}/assets/${id}/custom_keyframe/${made.body.id}/`);
    expect(chosen).toMatchObject({ status: 201, body: { is_custom_keyframe: true } });
    expect((await api(`GET ${ASSETS}${id}/`)).body).toMatchObject({
      custom_keyframe: made.body.id,
      custom_poster: made.body.id,
    });
    expect((await api(`GET ${FILES}/assets/${id}/versions/${versions[0].id}/keyframes/`)).body.objects).toHaveLength(1);
    expect((await api(`GET ${path}`)).body).toMatchObject({ rotation: 90 });
    expect((await api(`DELETE ${path}`)).status).toBe(204);
    expect(await api(`GET ${path}`)).toMatchObject({
      status: 404,
      body: { errors: ["Keyframe for this asset don't exist"] },
    });
    expect((await api(`POST ${FILES}/assets/${id}/custom_keyframe/${UNKNOWN}/`)).status).toBe(404);
  });

  it("go with a version or with all, the poster kept where asked", async () => {
    await using harness = await startTwin();
    const { api, advance } = harness;
    const made = await uploaded(harness);
    await transcodeOf(harness, made);
    await advance("10s");
    const of = `${FILES}/assets/${made.assetId}`;
    expect((await api(`DELETE ${of}/versions/${made.versionId}/keyframes/?keep_poster=true`)).status).toBe(204);
    expect((await api(`GET ${of}/keyframes/`)).body.objects).toMatchObject([{ type: "POSTER" }]);
    expect((await api(`DELETE ${of}/versions/all/keyframes/`)).status).toBe(204);
    expect((await api(`GET ${of}/keyframes/`)).body.objects).toEqual([]);
  });
});

describe("storages", () => {
  it("are there from the start, one for each purpose", async () => {
    await using harness = await startTwin();
    const listed = (await harness.api(`GET ${FILES}/storages/?sort=name,asc`)).body;
    expect(listed.objects).toMatchObject([
      { name: "iconik-files", purpose: "FILES", method: "S3", default: true, status: "ACTIVE" },
      { name: "iconik-keyframes", purpose: "KEYFRAMES", default: true },
      { name: "iconik-proxies", purpose: "PROXIES", default: true },
    ]);
    expect((await harness.api(`GET ${FILES}/storages/?name=iconik-files`)).body.total).toBe(1);
  });

  it("are created, changed, made the default of their purpose, matched and deleted", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const given = { name: "Archive", method: "GCS", purpose: "ARCHIVE", settings: { bucket: "cold" } };
    const made = await api(`POST ${FILES}/storages/`, given);
    expect(made).toMatchObject({ status: 201, body: { ...given, default: false, description: null } });
    const path = `${FILES}/storages/${made.body.id}/`;
    expect((await api(`PATCH ${path}`, { description: "cold" })).body).toMatchObject({
      description: "cold",
      name: "Archive",
    });
    expect((await api(`PUT ${path}`, { name: "x" })).status).toBe(400);
    expect((await api(`PUT ${path}`, { ...given, name: "Deep" })).body.name).toBe("Deep");
    expect((await api(`POST ${path}default/`)).status).toBe(201);
    expect((await api(`GET ${FILES}/storages/ARCHIVE/default/`)).body).toMatchObject({
      id: made.body.id,
      default: true,
    });
    expect((await api(`DELETE ${path}default/`)).status).toBe(204);
    expect((await api(`GET ${path}`)).body.default).toBe(false);
    expect((await api(`GET ${FILES}/storages/matching/ARCHIVE/`)).body.id).toBe(made.body.id);
    expect((await api(`GET ${FILES}/storages/matching/ARCHIVE/method/GCS/`)).body.id).toBe(made.body.id);
    expect(await api(`GET ${FILES}/storages/matching/ARCHIVE/method/S3/`)).toMatchObject({
      status: 404,
      body: { errors: ["No matching storage exists"] },
    });
    expect((await api(`GET ${FILES}/storages/EXPORTS/default/`)).status).toBe(404);
    expect((await api(`DELETE ${path}`)).status).toBe(204);
    expect(await api(`GET ${path}`)).toMatchObject({ status: 404, body: { errors: ["Storage doesn't exist"] } });
    expect((await api(`POST ${FILES}/storages/`, { ...given, method: "TAPE" })).status).toBe(400);
  });
});
