import { describe, expect, it } from "vitest";
import { NOW, startTwin } from "../support/harness.ts";
import { assetOf, collectionOf } from "../support/library.ts";
import { person } from "../support/people.ts";

const SAVED = "/API/search/v1/search/saved/";
const GROUP = "/API/search/v1/search/saved/group/";
const NOBODY = "00000000-0000-4000-8000-000000000000";

describe("saved searches", () => {
  it("are kept, and find anew each time", async () => {
    await using harness = await startTwin();
    await assetOf(harness, "Sunrise");
    const criteria = { doc_types: ["assets"], query: "sunrise" };
    const made = await harness.api(`POST ${SAVED}`, { name: "Suns", criteria });
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: "Suns",
        criteria,
        group_id: null,
        date_created: NOW,
        permissions: ["read", "write", "delete", "change-acl"],
      },
    });
    const one = `${SAVED}${made.body.id}/`;
    const listed = { ...made.body, criteria: JSON.stringify(criteria) };
    expect((await harness.api(`GET ${SAVED}`)).body.objects).toEqual([listed]);
    expect((await harness.api(`GET ${SAVED}?query=moon`)).body.objects).toEqual([]);
    const read = (await harness.api(`GET ${one}`)).body;
    expect(read).toMatchObject({ id: made.body.id, name: "Suns", total: 1, search_criteria_document: made.body });
    expect((await harness.api(`GET ${one}?include_results=false`)).body.objects).toEqual([]);
    await assetOf(harness, "Another sunrise");
    expect((await harness.api(`GET ${one}`)).body.total).toBe(2);
    const patched = await harness.api(`PATCH ${one}`, { criteria: { doc_types: ["assets"], query: "another" } });
    expect(patched.body).toMatchObject({ total: 1, objects: [{ title: "Another sunrise" }] });
    expect((await harness.api(`PUT ${one}`, { name: "Both", criteria })).body.total).toBe(2);
    expect((await harness.api(`GET ${one}`)).body.name).toBe("Both");
    expect((await harness.api(`DELETE ${one}`)).status).toBe(204);
    for (const [route, json] of [
      [`GET ${one}`],
      [`DELETE ${one}`],
      [`PUT ${one}`, { name: "x", criteria }],
      [`PATCH ${one}`, {}],
    ] as const) {
      expect(await harness.api(route, json)).toMatchObject({
        status: 404,
        body: { errors: ["Saved search does not exist"] },
      });
    }
    expect((await harness.api(`POST ${SAVED}`, { name: "x" })).status).toBe(400);
    expect((await harness.api(`GET ${SAVED}?page=9`)).status).toBe(404);
  });

  it("fill collections, and are indexed again", async () => {
    await using harness = await startTwin();
    const asset = await assetOf(harness, "Sunrise");
    const target = await collectionOf(harness, "Suns");
    const saved = (await harness.api(`POST ${SAVED}`, { name: "Suns", criteria: { query: "sun*" } })).body.id;
    const convert = `POST ${SAVED}${saved}/convert_to_collection/`;
    expect((await harness.api(convert, { collection_id: target })).status).toBe(202);
    const { objects } = (await harness.api(`GET /API/assets/v1/collections/${target}/contents/`)).body;
    expect(objects.map(({ id }: { id: string }) => id)).toEqual([asset]);
    expect((await harness.api(convert, { collection_id: NOBODY })).status).toBe(404);
    expect((await harness.api(convert, {})).status).toBe(400);
    const job = await harness.api(`POST ${SAVED}${saved}/reindex/`);
    expect((await harness.api(`GET /API/jobs/v1/jobs/${job.body.job_id}/`)).body).toMatchObject({ status: "FINISHED" });
    expect((await harness.api(`POST ${SAVED}${NOBODY}/reindex/`)).status).toBe(404);
    const group = (await harness.api(`POST ${GROUP}`, { name: "Weather" })).body.id;
    expect((await harness.api(`POST ${SAVED}groups/${group}/reindex/`)).body).toHaveProperty("job_id");
    expect((await harness.api(`POST ${SAVED}groups/${NOBODY}/reindex/`)).status).toBe(404);
  });

  it("belong to whoever made them", async () => {
    await using harness = await startTwin();
    const roles = ["can_read_saved_searches", "can_write_saved_searches", "can_delete_saved_searches"];
    const ada = await person(harness, "ada", roles);
    const foreign = (await harness.api(`POST ${SAVED}`, { name: "Foreign", criteria: {} })).body.id;
    const own = (await ada.api(`POST ${SAVED}`, { name: "Own", criteria: {} })).body;
    expect((await ada.api(`GET ${SAVED}`)).body.objects).toMatchObject([{ id: own.id }]);
    expect((await ada.api(`GET ${SAVED}${foreign}/`)).status).toBe(403);
    expect((await ada.api(`DELETE ${SAVED}${foreign}/`)).status).toBe(403);
    expect((await ada.api(`DELETE ${SAVED}${own.id}/`)).status).toBe(204);
  });

  it("stand in groups", async () => {
    await using harness = await startTwin();
    const group = await harness.api(`POST ${GROUP}`, { name: "Weather" });
    expect(group).toMatchObject({ status: 201, body: { name: "Weather", date_created: NOW } });
    const { id } = group.body;
    expect((await harness.api(`GET ${SAVED}groups/`)).body.objects).toEqual([group.body]);
    expect((await harness.api(`PATCH ${GROUP}${id}/`, { name: "Wind" })).body.name).toBe("Wind");
    expect((await harness.api(`GET ${GROUP}${id}/`)).body.name).toBe("Wind");
    expect((await harness.api(`PUT ${GROUP}${id}/`, { name: "Rain" })).body.name).toBe("Rain");
    expect((await harness.api(`GET ${GROUP}${id}/`)).body.name).toBe("Rain");
    const saved = (await harness.api(`POST ${SAVED}`, { name: "Suns", criteria: {} })).body.id;
    expect((await harness.api(`POST ${GROUP}${id}/search/${saved}/`)).status).toBe(200);
    expect((await harness.api(`GET ${SAVED}?group_id=${id}`)).body.objects).toMatchObject([
      { id: saved, group_id: id },
    ]);
    expect((await harness.api(`DELETE ${GROUP}${id}/search/${saved}/`)).status).toBe(200);
    expect((await harness.api(`GET ${SAVED}?group_id=${id}`)).body.objects).toEqual([]);
    expect((await harness.api(`POST ${GROUP}${id}/search/${NOBODY}/`)).status).toBe(404);
    expect((await harness.api(`DELETE ${GROUP}${id}/search/${NOBODY}/`)).status).toBe(404);
    await harness.api(`POST ${GROUP}${id}/search/${saved}/`);
    expect((await harness.api(`DELETE ${GROUP}${id}/`)).status).toBe(204);
    expect((await harness.api(`GET ${SAVED}`)).body.objects).toMatchObject([{ id: saved, group_id: null }]);
    for (const [route, json] of [
      [`GET ${GROUP}${id}/`],
      [`DELETE ${GROUP}${id}/`],
      [`PUT ${GROUP}${id}/`, { name: "x" }],
      [`PATCH ${GROUP}${id}/`, { name: "x" }],
    ] as const) {
      expect((await harness.api(route, json)).status).toBe(404);
    }
    expect((await harness.api(`POST ${GROUP}`, {})).status).toBe(400);
    expect((await harness.api(`GET ${SAVED}groups/?page=3`)).status).toBe(404);
    const refused = await harness.api(`POST ${SAVED}`, { name: "x", criteria: {}, group_id: NOBODY });
    expect(refused.body.errors).toHaveProperty("group_id");
  });
});
