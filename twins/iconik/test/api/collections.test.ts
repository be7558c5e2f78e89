import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";
import { assetOf, collectionOf } from "../support/library.ts";
import { uploaded } from "../support/essence.ts";

const C = "/API/assets/v1/collections/";
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const NO_COLLECTION = { status: 404, body: { errors: ["Collection does not exist"] } };

describe("collections", () => {
  it("are created with every default, at the root or in a parent", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const made = await api(`POST ${C}`, { title: "Season 1" });
    const user = (await api("GET /API/users/v1/users/current/")).body.id;
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      title: "Season 1",
      category: null,
      created_by_user: user,
      custom_keyframe: null,
      custom_order_status: "DISABLED",
      custom_poster: null,
      date_created: NOW,
      date_modified: NOW,
      external_id: null,
      favoured: false,
      in_collections: [],
      is_root: true,
      keyframe_asset_ids: [],
      keyframes: [],
      metadata: {},
      object_type: "collections",
      parent_id: null,
      parents: [],
      permissions: ["read", "write", "delete", "change-acl"],
      status: "ACTIVE",
      storage_id: null,
    });
    const child = await api(`POST ${C}`, { title: "Episode 1", parent_id: made.body.id });
    expect(child.body).toMatchObject({ is_root: false, parent_id: made.body.id, in_collections: [made.body.id] });
    expect((await api(`GET ${C}${child.body.id}/`)).body).toEqual(child.body);
    expect((await api(`GET ${C}?is_root=true`)).body.objects).toMatchObject([{ title: "Season 1" }]);
    expect((await api(`GET ${C}?is_root=false`)).body.objects).toMatchObject([{ title: "Episode 1" }]);
    expect((await api(`POST ${C}`, {})).body).toEqual({ errors: { title: "Missing data for required field." } });
    expect((await api(`POST ${C}`, { title: "x", parent_id: UNKNOWN })).body).toEqual({
      errors: { parent_id: "Collection does not exist" },
    });
    expect(await api(`GET ${C}${UNKNOWN}/`)).toMatchObject(NO_COLLECTION);
    expect((await api(`GET ${C}?page=3`)).status).toBe(404);
  });

  it("are changed and moved, but never into themselves", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const a = await collectionOf(harness, "a");
    const b = await collectionOf(harness, "b", a);
    const c = await collectionOf(harness, "c", b);
    expect((await api(`PATCH ${C}${c}/`, { category: "x" })).body).toMatchObject({
      title: "c",
      category: "x",
      parent_id: b,
    });
    expect((await api(`PUT ${C}${c}/`, { category: "x" })).status).toBe(400);
    expect((await api(`PUT ${C}${c}/`, { title: "C", parent_id: a })).body).toMatchObject({
      parent_id: a,
      parents: [a],
    });
    expect((await api(`GET ${C}${b}/contents/`)).body.objects).toEqual([]);
    await api(`PATCH ${C}${c}/`, { parent_id: b });
    for (const into of [a, c]) {
      expect((await api(`PATCH ${C}${a}/`, { parent_id: into })).body).toEqual({
        errors: { parent_id: "A collection cannot be placed inside itself." },
      });
    }
    expect((await api(`PATCH ${C}${a}/`, { parent_id: c })).status).toBe(400);
    expect((await api(`PATCH ${C}${b}/`, { parent_id: null })).body).toMatchObject({ is_root: true, parents: [] });
    expect(await api(`PATCH ${C}${UNKNOWN}/`, {})).toMatchObject(NO_COLLECTION);
  });

  it("know what is above them", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const season = await collectionOf(harness, "Season");
    const episode = await collectionOf(harness, "Episode", season);
    const scene = await collectionOf(harness, "Scene", episode);
    const above = (await api(`GET ${C}${scene}/ancestors/`)).body.objects;
    expect(above).toMatchObject([{ title: "Season" }, { title: "Episode" }]);
    expect((await api(`GET ${C}${scene}/full/path/`)).body).toBe("Season/Episode/Scene");
    const asset = await assetOf(harness, "A", scene);
    const listed = (await api("GET /API/assets/v1/assets/")).body.objects[0];
    expect(listed).toMatchObject({
      id: asset,
      in_collections: [scene],
      ancestor_collections: [scene, episode, season],
    });
    expect((await api(`GET ${C}${UNKNOWN}/ancestors/`)).status).toBe(404);
    expect((await api(`GET ${C}${UNKNOWN}/full/path/`)).status).toBe(404);
  });

  it("hold assets and collections, each once", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const parent = await collectionOf(harness, "Parent");
    const child = await collectionOf(harness, "Child");
    const asset = await assetOf(harness, "Asset");
    const contents = `${C}${parent}/contents/`;
    for (let round = 0; round < 2; round += 1) {
      expect((await api(`POST ${contents}`, { object_id: asset, object_type: "assets" })).status).toBe(201);
      expect((await api(`POST ${contents}`, { object_id: child, object_type: "collections" })).status).toBe(201);
    }
    expect((await api(`GET ${C}${child}/`)).body).toMatchObject({ parent_id: parent, is_root: false });
    const all = (await api(`GET ${contents}`)).body;
    expect(all).toMatchObject({
      total: 2,
      objects: [
        { object_type: "assets", id: asset },
        { object_type: "collections", id: child },
      ],
    });
    expect((await api(`GET ${contents}?object_types=collections`)).body).toMatchObject({
      total: 1,
      objects: [{ id: child }],
    });
    expect((await api(`GET ${contents}?object_ids=${asset}`)).body).toMatchObject({
      total: 1,
      objects: [{ id: asset }],
    });
    expect((await api(`GET ${contents}?sort=title,desc&per_page=1`)).body).toMatchObject({
      pages: 2,
      objects: [{ id: child }],
    });
    expect((await api(`POST ${contents}`, { object_id: UNKNOWN, object_type: "assets" })).body).toEqual({
      errors: { object_id: "Asset does not exist" },
    });
    const around = await api(`POST ${C}${child}/contents/`, { object_id: parent, object_type: "collections" });
    expect(around.body).toEqual({ errors: { object_id: "A collection cannot be placed inside itself." } });
    expect((await api(`POST ${contents}`, { object_id: asset, object_type: "jobs" })).status).toBe(400);
    await api(`DELETE /API/assets/v1/assets/${asset}/`);
    expect((await api(`GET ${contents}`)).body.total).toBe(1);
    expect((await api(`DELETE ${contents}collections/${child}/`)).status).toBe(204);
    expect((await api(`GET ${C}${child}/`)).body).toMatchObject({ parent_id: null, is_root: true });
    expect(await api(`DELETE ${contents}collections/${child}/`)).toMatchObject({
      status: 404,
      body: { errors: ["Content object not found"] },
    });
    expect(await api(`GET ${C}${UNKNOWN}/contents/`)).toMatchObject({
      status: 404,
      body: { errors: ["Collection not found"] },
    });
  });

  it("tell how much lies in them", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const parent = await collectionOf(harness, "Parent");
    const child = await collectionOf(harness, "Child", parent);
    const { assetId } = await uploaded(harness, "a.mov", "12345");
    await api(`POST ${C}${child}/contents/`, { object_id: assetId, object_type: "assets" });
    expect((await api(`GET ${C}${parent}/content/info/`)).body).toMatchObject({
      title: "Parent",
      assets_count: 1,
      collections_count: 1,
      total_size: 5,
    });
    const direct = (await api(`GET ${C}${parent}/content/info/?include_subcollections=false`)).body;
    expect(direct).toMatchObject({ assets_count: 0, collections_count: 1, total_size: 0 });
    expect((await api(`GET ${C}${parent}/size/`)).body).toEqual({ id: parent, title: "Parent", size: 5 });
    expect((await api(`GET ${C}${UNKNOWN}/size/`)).status).toBe(404);
    expect((await api(`GET ${C}${UNKNOWN}/content/info/`)).status).toBe(404);
  });

  it("are copied with what lies in them", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const source = await collectionOf(harness, "Source");
    const inner = await collectionOf(harness, "Inner", source);
    const asset = await assetOf(harness, "A", inner);
    const target = await collectionOf(harness, "Target");
    const given = { object_id: source, object_type: "collections" };
    const copy = await api(`POST ${C}${target}/subcollections/`, given);
    expect(copy).toMatchObject({ status: 201, body: { title: "Source", parent_id: target } });
    const [copied] = (await api(`GET ${C}${copy.body.id}/contents/`)).body.objects;
    expect(copied).toMatchObject({ title: "Inner" });
    expect(copied.id).not.toBe(inner);
    expect((await api(`GET ${C}${copied.id}/contents/`)).body.objects).toMatchObject([{ id: asset }]);
    const inside = await api(`POST ${C}${inner}/subcollections/`, given);
    expect(inside.body).toEqual({ errors: { object_id: "A collection cannot be copied into itself." } });
    expect((await api(`POST ${C}${target}/subcollections/`, { ...given, object_type: "assets" })).status).toBe(400);
  });

  it("go through the delete queue, and are purged only when they are empty", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const parent = await collectionOf(harness, "Parent");
    const child = await collectionOf(harness, "Child", parent);
    expect(await api(`DELETE ${C}${parent}/`)).toMatchObject({ status: 202, body: { job_id: expect.any(String) } });
    expect((await api(`GET ${C}${parent}/`)).body).toMatchObject({ status: "DELETED", date_deleted: NOW });
    expect((await api(`GET ${C}`)).body.objects).toMatchObject([{ title: "Child" }]);
    expect((await api(`PUT ${C}${parent}/restore/`)).status).toBe(201);
    expect((await api(`GET ${C}${parent}/`)).body.status).toBe("ACTIVE");
    expect(await api(`DELETE ${C}${parent}/purge/`)).toMatchObject({
      status: 403,
      body: { errors: ["Forbidden - Collection is not empty"] },
    });
    expect((await api(`DELETE ${C}${child}/purge/`)).status).toBe(202);
    expect((await api(`DELETE ${C}${parent}/purge/`)).status).toBe(202);
    expect(await api(`GET ${C}${parent}/`)).toMatchObject(NO_COLLECTION);
    expect((await api(`DELETE ${C}${parent}/`)).status).toBe(404);
    expect((await api(`PUT ${C}${parent}/restore/`)).status).toBe(404);
  });

  it("are indexed again at once", async () => {
    await using harness = await startTwin();
    const id = await collectionOf(harness, "A");
    expect((await harness.api(`POST ${C}${id}/reindex/`)).status).toBe(201);
    expect((await harness.api(`POST ${C}reindex/`)).status).toBe(201);
    expect((await harness.api(`POST ${C}${UNKNOWN}/reindex/`)).status).toBe(404);
  });
});

describe("the delete queue", () => {
  const QUEUE = "/API/assets/v1/delete_queue";

  it("takes assets in and gives them back, many at once", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const ids = [await assetOf(harness, "a"), await assetOf(harness, "b"), await assetOf(harness, "c")];
    expect((await api(`POST ${QUEUE}/assets/`, { ids: ids.slice(0, 2) })).status).toBe(204);
    expect((await api(`GET ${QUEUE}/assets/`)).body).toMatchObject({
      total: 2,
      objects: [{ status: "DELETED" }, { status: "DELETED" }],
    });
    expect((await api(`DELETE ${QUEUE}/assets/`, { ids: ids.slice(0, 1) })).status).toBe(204);
    expect((await api(`GET ${QUEUE}/assets/`)).body.objects).toMatchObject([{ id: ids[1] }]);
    expect((await api(`POST ${QUEUE}/assets/restore/all/`)).status).toBe(204);
    expect((await api(`GET /API/assets/v1/assets/`)).body.total).toBe(3);
    await api(`POST ${QUEUE}/assets/`, { ids });
    expect((await api(`POST ${QUEUE}/assets/purge/`, { ids: ids.slice(0, 1) })).status).toBe(204);
    expect((await api(`POST ${QUEUE}/assets/purge/all/`)).status).toBe(204);
    expect((await api(`GET ${QUEUE}/assets/`)).body.total).toBe(0);
    expect((await api(`POST ${QUEUE}/assets/`, { ids })).body).toEqual({ errors: { ids: "Asset does not exist" } });
    expect((await api(`POST ${QUEUE}/assets/`, {})).body).toEqual({
      errors: { ids: "Missing data for required field." },
    });
  });

  it("takes empty collections in, and everything below a collection in bulk", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const parent = await collectionOf(harness, "Parent");
    const child = await collectionOf(harness, "Child", parent);
    const asset = await assetOf(harness, "A", child);
    expect((await api(`POST ${QUEUE}/collections/`, { ids: [parent] })).status).toBe(403);
    const bulk = await api(`POST ${QUEUE}/bulk/`, { object_ids: [parent], object_type: "collections" });
    expect(bulk.status).toBe(202);
    expect((await api(`GET ${QUEUE}/collections/`)).body.objects).toMatchObject([{ id: child }]);
    expect((await api(`GET ${QUEUE}/assets/`)).body.objects).toMatchObject([{ id: asset }]);
    expect((await api(`DELETE ${QUEUE}/collections/`, { ids: [child] })).status).toBe(201);
    expect((await api(`GET ${C}${child}/`)).body.status).toBe("ACTIVE");
    await api(`DELETE ${C}${child}/`);
    expect((await api(`POST ${QUEUE}/collections/restore/all/`)).status).toBe(204);
    await api(`DELETE ${C}${child}/`);
    expect((await api(`POST ${QUEUE}/purge/all/`)).status).toBe(204);
    expect((await api(`GET ${C}${child}/`)).status).toBe(404);
    const empty = await collectionOf(harness, "Empty");
    expect((await api(`POST ${QUEUE}/collections/`, { ids: [empty] })).status).toBe(201);
    expect((await api(`POST ${QUEUE}/collections/purge/`, { ids: [empty] })).status).toBe(201);
    await api(`DELETE ${C}${parent}/`);
    expect((await api(`POST ${QUEUE}/collections/purge/all/`)).status).toBe(204);
    expect((await api(`GET ${QUEUE}/collections/`)).body.total).toBe(0);
  });
});
