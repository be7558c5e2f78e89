import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";
import { assetOf } from "../support/library.ts";
import { ASSETS, fetchRaw } from "../support/essence.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const NO_SEGMENT = { status: 404, body: { errors: ["Segment does not exist"] } };

describe("segments", () => {
  it("are created with every default, on the current version, in the caller's name", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const asset = (await api(`POST ${ASSETS}`, { title: "A" })).body;
    const given = { segment_type: "COMMENT", segment_text: "Too dark", time_start_milliseconds: 1_000 };
    const made = await api(`POST ${ASSETS}${asset.id}/segments/`, given);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...given,
      asset_id: asset.id,
      version_id: asset.versions[0].id,
      status: "ACTIVE",
      top_level: true,
      has_drawing: false,
      user_id: asset.created_by_user,
      user_first_name: "Domain",
      time_end_milliseconds: null,
      date_created: NOW,
      metadata: {},
    });
    const path = `${ASSETS}${asset.id}/segments/${made.body.id}/`;
    expect((await api(`GET ${path}`)).body).toEqual(made.body);
    const drawing = { primitives: [{ type: "LINE", points: [{ x: 0, y: 5 }] }] };
    expect((await api(`PATCH ${path}`, { drawing })).body).toMatchObject({
      has_drawing: true,
      drawing,
      segment_text: "Too dark",
    });
    expect((await api(`PUT ${path}`, {})).status).toBe(400);
    const put = await api(`PUT ${path}`, { segment_type: "MARKER", segment_color: "red" });
    expect(put.body).toMatchObject({ segment_type: "MARKER", segment_color: "red" });
    expect((await api(`GET ${path}`)).body).toEqual(put.body);
  });

  it("name what is wrong", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const id = await assetOf(harness, "A");
    const of = `${ASSETS}${id}/segments/`;
    expect((await api(`POST ${of}`, {})).body).toEqual({
      errors: { segment_type: "Missing data for required field." },
    });
    const wrong = { segment_type: "NOISE", time_start_milliseconds: "soon", share_user_email: "nobody" };
    expect((await api(`POST ${of}`, wrong)).body).toEqual({
      errors: {
        segment_type: "Must be one of: MARKER, QC, GENERIC, COMMENT, TAG, TRANSCRIPTION, SCENE, PERSON.",
        time_start_milliseconds: "Not a valid integer.",
        share_user_email: "Not a valid email address.",
      },
    });
    expect((await api(`POST ${of}`, { segment_type: "COMMENT", parent_id: UNKNOWN })).status).toBe(400);
    expect(await api(`GET ${of}${UNKNOWN}/`)).toMatchObject(NO_SEGMENT);
    expect((await api(`POST ${ASSETS}${UNKNOWN}/segments/`, { segment_type: "TAG" })).status).toBe(404);
    const segment = (await api(`POST ${of}`, { segment_type: "TAG" })).body.id;
    const other = await assetOf(harness, "B");
    expect(await api(`GET ${ASSETS}${other}/segments/${segment}/`)).toMatchObject(NO_SEGMENT);
  });

  it("are listed by type, text and time", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const of = `${ASSETS}${await assetOf(harness, "A")}/segments/`;
    const objects = [
      {
        segment_type: "COMMENT",
        segment_text: "Nice light",
        time_start_milliseconds: 1_000,
        time_end_milliseconds: 2_000,
      },
      { segment_type: "COMMENT", segment_text: "Noise", time_start_milliseconds: 5_000, time_end_milliseconds: 9_000 },
      { segment_type: "TAG", segment_text: "sky", time_start_milliseconds: 0, time_end_milliseconds: 10_000 },
    ];
    expect(await api(`POST ${of}bulk/`, { objects })).toMatchObject({
      status: 201,
      body: { job_id: expect.any(String) },
    });
    const texts = async (query: string) =>
      (await api(`GET ${of}${query}`)).body.objects.map((each: { segment_text: string }) => each.segment_text);
    expect(await texts("?sort=time_start_milliseconds,asc")).toEqual(["sky", "Nice light", "Noise"]);
    expect(await texts("?segment_type=COMMENT")).toEqual(["Nice light", "Noise"]);
    expect(await texts("TAG/")).toEqual(["sky"]);
    expect(await texts("?query=light")).toEqual(["Nice light"]);
    expect(await texts("?time_start_milliseconds__gte=1000&time_end_milliseconds__lte=9000")).toEqual([
      "Nice light",
      "Noise",
    ]);
    expect(await texts("?time_start_milliseconds=5000")).toEqual(["Noise"]);
    expect((await api(`GET ${of}?page=5`)).status).toBe(404);
  });

  it("are changed and deleted in bulk", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const of = `${ASSETS}${await assetOf(harness, "A")}/segments/`;
    const ids: string[] = [];
    for (const type of ["TAG", "COMMENT", "MARKER"])
      ids.push((await api(`POST ${of}`, { segment_type: type })).body.id);
    const objects = [
      { id: ids[0], segment_text: "x" },
      { id: ids[1], segment_text: "y" },
    ];
    expect((await api(`PUT ${of}bulk/`, { objects })).status).toBe(201);
    expect((await api(`GET ${of}${ids[1]}/`)).body.segment_text).toBe("y");
    expect((await api(`PUT ${of}bulk/`, { objects: [{ id: UNKNOWN }] })).status).toBe(404);
    expect(await api(`DELETE ${of}bulk/`, {})).toMatchObject({
      status: 400,
      body: { errors: ["Segment ids or segment type not provided correctly"] },
    });
    expect((await api(`DELETE ${of}bulk/`, { segment_type: "TAG" })).status).toBe(204);
    expect((await api(`DELETE ${of}bulk/`, { segment_ids: [ids[1]] })).status).toBe(204);
    expect(await api(`DELETE ${of}bulk/`, { segment_type: "TAG" })).toMatchObject({
      status: 404,
      body: { errors: ["No segments found"] },
    });
    expect((await api(`GET ${of}`)).body.objects).toMatchObject([{ id: ids[2] }]);
    expect((await api(`POST ${of}bulk/`, { objects: [{}] })).body.errors).toHaveProperty("objects.0.segment_type");
  });

  it("are hidden by a soft deletion, and take their replies along when they go", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const of = `${ASSETS}${await assetOf(harness, "A")}/segments/`;
    const comment = (await api(`POST ${of}`, { segment_type: "COMMENT", segment_text: "?" })).body.id;
    const answer = (await api(`POST ${of}`, { segment_type: "COMMENT", segment_text: "!", parent_id: comment })).body;
    expect(answer).toMatchObject({ parent_id: comment, top_level: false });
    expect((await api(`DELETE ${of}${answer.id}/?soft_delete=true`)).status).toBe(204);
    expect((await api(`GET ${of}`)).body.total).toBe(1);
    expect((await api(`GET ${of}?status=DELETED`)).body.objects).toMatchObject([{ id: answer.id }]);
    expect((await api(`DELETE ${of}${comment}/`)).status).toBe(204);
    expect(await api(`GET ${of}${answer.id}/`)).toMatchObject(NO_SEGMENT);
    expect(await api(`DELETE ${of}${comment}/`)).toMatchObject(NO_SEGMENT);
  });

  it("leave as subtitles", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const of = `${ASSETS}${await assetOf(harness, "A")}/segments/`;
    const line = {
      segment_type: "TRANSCRIPTION",
      segment_text: "Second",
      time_start_milliseconds: 3_723_004,
      time_end_milliseconds: 3_724_000,
    };
    await api(`POST ${of}`, line);
    await api(`POST ${of}`, {
      ...line,
      segment_text: "First",
      time_start_milliseconds: 0,
      time_end_milliseconds: 1_500,
    });
    await api(`POST ${of}`, { segment_type: "MARKER" });
    const vtt = await fetchRaw(harness, `GET ${of}vtt/`);
    expect(vtt.headers.get("content-type")).toBe("text/vtt");
    expect(await vtt.text()).toBe(
      "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\nFirst\n\n2\n01:02:03.004 --> 01:02:04.000\nSecond\n",
    );
    const srt = await (await fetchRaw(harness, `GET ${of}srt/`)).text();
    expect(srt.startsWith("1\n00:00:00,000 --> 00:00:01,500\nFirst\n")).toBe(true);
    expect((await fetchRaw(harness, `GET ${ASSETS}${UNKNOWN}/segments/vtt/`)).status).toBe(404);
    expect((await fetchRaw(harness, `GET ${ASSETS}${UNKNOWN}/segments/srt/`)).status).toBe(404);
    expect((await api(`POST ${of}reindex/`)).status).toBe(201);
    expect((await api(`POST ${ASSETS}${UNKNOWN}/segments/reindex/`)).status).toBe(404);
  });
});

describe("relations", () => {
  const TYPES = `${ASSETS}relation_types/`;

  it("have types, some of them iconik's own", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    expect((await api(`GET ${TYPES}`)).body.objects).toMatchObject([{ name: "variant", is_system: true }]);
    const given = { name: "trailer", source_label: "Trailer of", destination_label: "Has trailer" };
    const made = await api(`POST ${TYPES}`, given);
    expect(made).toMatchObject({
      status: 201,
      body: { ...given, description: null, is_directional: true, is_system: false },
    });
    expect((await api(`POST ${TYPES}`, given)).status).toBe(409);
    expect((await api(`POST ${TYPES}`, { name: "x" })).status).toBe(400);
    expect((await api(`PATCH ${TYPES}trailer/`, { description: "Short" })).body).toMatchObject({
      ...given,
      description: "Short",
    });
    expect((await api(`PUT ${TYPES}trailer/`, { ...given, name: "other" })).body.name).toBe("trailer");
    expect((await api(`GET ${TYPES}trailer/`)).body.description).toBe("Short");
    expect((await api(`DELETE ${TYPES}variant/`)).status).toBe(400);
    expect((await api(`DELETE ${TYPES}trailer/`)).status).toBe(204);
    expect((await api(`GET ${TYPES}trailer/`)).status).toBe(404);
    expect((await api(`PATCH ${TYPES}trailer/`, {})).status).toBe(404);
  });

  it("lead from one asset to another, once, and can be turned round", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const a = await assetOf(harness, "a");
    const b = await assetOf(harness, "b");
    const given = { related_to_asset_id: b, relation_type: "variant" };
    const made = await api(`POST ${ASSETS}${a}/relations/`, given);
    expect(made).toMatchObject({ status: 201, body: { ...given, asset_id: a, description: null } });
    expect(await api(`POST ${ASSETS}${a}/relations/`, given)).toMatchObject({
      status: 200,
      body: { id: made.body.id },
    });
    const byPath = `${ASSETS}${a}/relations/variant/${b}/`;
    expect((await api(`POST ${byPath}`, {})).status).toBe(200);
    expect((await api(`GET ${ASSETS}${a}/relations/`)).body.objects).toMatchObject([{ id: b, object_type: "assets" }]);
    expect((await api(`GET ${ASSETS}${b}/relations/`)).body.objects).toEqual([]);
    expect((await api(`GET ${ASSETS}${a}/relations/trailer/`)).body.objects).toEqual([]);
    await api(`DELETE ${ASSETS}${b}/`);
    expect((await api(`GET ${ASSETS}${a}/relations/variant/`)).body.objects).toEqual([]);
    expect((await api(`GET ${ASSETS}${a}/relations/variant/?include_deleted=true`)).body.objects).toMatchObject([
      { id: b },
    ]);
    expect((await api(`POST ${byPath}reverse/`)).body).toMatchObject({ asset_id: b, related_to_asset_id: a });
    expect((await api(`POST ${byPath}reverse/`)).status).toBe(404);
    expect((await api(`DELETE ${byPath}`)).status).toBe(404);
    expect((await api(`DELETE ${ASSETS}${b}/relations/variant/${a}/`)).status).toBe(204);
    expect((await api(`POST ${byPath}`, { description: "again" })).status).toBe(201);
    expect((await api(`POST ${ASSETS}${a}/relations/`, { ...given, relation_type: "lost" })).body).toEqual({
      errors: { relation_type: "Relation type does not exist" },
    });
    expect((await api(`POST ${ASSETS}${a}/relations/`, { ...given, related_to_asset_id: UNKNOWN })).status).toBe(400);
    expect((await api(`GET ${ASSETS}${UNKNOWN}/relations/`)).status).toBe(404);
  });

  it("without a direction count from both ends", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const [a, b] = [await assetOf(harness, "a"), await assetOf(harness, "b")];
    await api(`POST ${TYPES}`, {
      name: "like",
      source_label: "Like",
      destination_label: "Like",
      is_directional: false,
    });
    await api(`POST ${ASSETS}${a}/relations/like/${b}/`, {});
    expect((await api(`GET ${ASSETS}${b}/relations/like/`)).body.objects).toMatchObject([{ id: a }]);
  });
});

describe("history", () => {
  it("is written by clients too, read and deleted", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const of = `${ASSETS}${await assetOf(harness, "A")}/history/`;
    const made = await api(`POST ${of}`, { operation_type: "CUSTOM", operation_description: "Colour graded" });
    const domain = (await api("GET /API/auth/v1/system_domains/")).body.objects[0].id;
    expect(made).toMatchObject({
      status: 201,
      body: {
        operation_type: "CUSTOM",
        operation_description: "Colour graded",
        job_id: null,
        system_domain_id: domain,
        date_created: NOW,
      },
    });
    expect((await api(`GET ${of}${made.body.id}/`)).body).toEqual(made.body);
    expect((await api(`GET ${of}`)).body).toMatchObject({ total: 1, objects: [made.body] });
    expect((await api(`POST ${of}`, { operation_type: "DREAM" })).status).toBe(400);
    const other = `${ASSETS}${await assetOf(harness, "B")}/history/`;
    expect((await api(`GET ${other}${made.body.id}/`)).status).toBe(404);
    expect((await api(`DELETE ${of}${made.body.id}/`)).status).toBe(201);
    expect(await api(`DELETE ${of}${made.body.id}/`)).toMatchObject({
      status: 404,
      body: { errors: ["Asset history entity does not exist"] },
    });
    expect((await api(`GET ${ASSETS}${UNKNOWN}/history/`)).status).toBe(404);
  });
});
