import { describe, expect, it } from "vitest";
import { type Harness, NOW, startTwin, type WireAnswer } from "../support/harness.ts";
import { assetOf, collectionOf, commentOn } from "../support/library.ts";
import { values, viewOf } from "../support/metadata.ts";
import { person } from "../support/people.ts";

const SEARCH = "/API/search/v1/search/";
const NOBODY = "00000000-0000-4000-8000-000000000000";

function titles({ body }: WireAnswer): string[] {
  return body.objects.map(({ title }: { title: string }) => title);
}

/** A day's shoot: two assets in a collection, one beside it, with metadata. */
async function library(harness: Harness) {
  const view = await viewOf(harness, {
    camera: "string",
    take: "integer",
    shot: "date",
    tags: { field_type: "tag_cloud", multi: true },
  });
  const day = await collectionOf(harness, "Day 1");
  const morning = await collectionOf(harness, "Morning", day);
  const sunrise = await assetOf(harness, "Sunrise over the_bay.mov", morning);
  const sunset = await assetOf(harness, "Sunset at sea", day);
  const interview = await assetOf(harness, "Interview");
  const put = (id: string, given: Parameters<typeof values>[0]) =>
    harness.api(`PUT /API/metadata/v1/assets/${id}/views/${view}/`, values(given));
  await put(sunrise, { camera: ["Alpha Seven"], take: [9], shot: ["2026-11-01"], tags: ["sun", "sea"] });
  await put(sunset, { camera: ["Beta"], take: [10], shot: ["2026-11-02"], tags: ["sun"] });
  const find = (criteria: object, query = "") => harness.api(`POST ${SEARCH}${query}`, criteria);
  return { view, day, morning, sunrise, sunset, interview, find };
}

describe("search", () => {
  it("finds assets, collections and segments, with their metadata", async () => {
    await using harness = await startTwin();
    const { find, view, interview } = await library(harness);
    await commentOn(harness, interview, "Lovely light");
    const all = (await find({})).body;
    expect(all.total).toBe(6);
    expect(new Set(all.objects.map((found: { object_type: string }) => found.object_type))).toEqual(
      new Set(["assets", "collections", "segments"]),
    );
    const [found] = (await find({ doc_types: ["assets"], query: "sunrise", metadata_view_id: view })).body.objects;
    expect(found).toMatchObject({
      object_type: "assets",
      title: "Sunrise over the_bay.mov",
      date_created: NOW,
      metadata: { camera: ["Alpha Seven"], take: [9], tags: ["sun", "sea"] },
    });
    expect(titles(await find({ doc_types: ["segments"], query: "light" }))).toEqual(["Interview"]);
    expect(titles(await find({ doc_types: ["assets"], query: "lovely" }))).toEqual(["Interview"]);
  });

  it.each([
    ["sun", []],
    ["sun*", ["Sunrise over the_bay.mov", "Sunset at sea"]],
    ["sunset sea", ["Sunset at sea"]],
    ["sunset bay", []],
    ['"at sea"', ["Sunset at sea"]],
    ['"sea at"', []],
    ["bay OR interview", ["Sunrise over the_bay.mov", "Interview"]],
    ["sun* -bay", ["Sunset at sea"]],
    ["sun* AND NOT sea", ["Sunrise over the_bay.mov"]],
    ["title:sea", ["Sunset at sea"]],
    ["alpha", ["Sunrise over the_bay.mov"]],
    ["metadata.camera:beta", ["Sunset at sea"]],
    ["s?nset", ["Sunset at sea"]],
    ["*", ["Sunrise over the_bay.mov", "Sunset at sea", "Interview"]],
    ["", ["Sunrise over the_bay.mov", "Sunset at sea", "Interview"]],
  ])("reads the query %j", async (query, expected) => {
    await using harness = await startTwin();
    const { find } = await library(harness);
    const searched = ["title", "metadata.camera"];
    expect(titles(await find({ doc_types: ["assets"], query, search_fields: searched }))).toEqual(expected);
  });

  it("filters by terms, ranges and what is there", async () => {
    await using harness = await startTwin();
    const { find, day } = await library(harness);
    const [rise, set] = ["Sunrise over the_bay.mov", "Sunset at sea"];
    const by = async (...terms: object[]) =>
      titles(await find({ doc_types: ["assets"], filter: { operator: "AND", terms } }));
    expect(await by({ name: "in_collections", value: day })).toEqual([set]);
    expect(await by({ name: "ancestor_collections", value_in: [day] })).toEqual([rise, set]);
    expect(await by({ name: "metadata.tags", value: "sea" })).toEqual([rise]);
    expect(await by({ name: "metadata.tags", value_in: ["sea", "sun"] }, { name: "metadata.take", value: 10 })).toEqual(
      [set],
    );
    expect(await by({ name: "metadata.take", range: { min: 9.5 } })).toEqual([set]);
    expect(await by({ name: "metadata.take", range: { min: "9", max: "9" } })).toEqual([rise]);
    expect(await by({ name: "metadata.shot", range: { max: "2026-11-01" } })).toEqual([rise]);
    expect(await by({ name: "date_created", range: { min: "2026-11-23", max: "2026-11-23" } })).toHaveLength(3);
    expect(await by({ name: "date_created", range: { min: "2026-11-23", timezone: "-13:00" } })).toEqual([]);
    expect(await by({ name: "metadata.camera", missing: true })).toEqual(["Interview"]);
    expect(await by({ name: "metadata.camera", exists: true })).toEqual([rise, set]);
    const either = {
      operator: "OR",
      terms: [{ name: "title", value: "Interview" }],
      filters: [
        {
          operator: "NOT",
          terms: [
            { name: "metadata.tags", value: "sea" },
            { name: "title", value: "Interview" },
          ],
        },
      ],
    };
    expect(titles(await find({ doc_types: ["assets"], filter: either }))).toEqual([set, "Interview"]);
  });

  it("finds deleted objects by their status only", async () => {
    await using harness = await startTwin();
    const { find, interview } = await library(harness);
    await harness.api(`DELETE /API/assets/v1/assets/${interview}/`);
    expect(titles(await find({ query: "interview" }))).toEqual([]);
    const deleted = { operator: "AND", terms: [{ name: "status", value: "DELETED" }] };
    expect(titles(await find({ query: "interview", filter: deleted }))).toEqual(["Interview"]);
  });

  it("sorts, pages, scrolls and goes on after the last object", async () => {
    await using harness = await startTwin();
    const { find } = await library(harness);
    const criteria = { doc_types: ["assets"], sort: [{ name: "metadata.take", order: "desc" }, { name: "title" }] };
    const inOrder = ["Sunset at sea", "Sunrise over the_bay.mov", "Interview"];
    expect(titles(await find(criteria))).toEqual(inOrder);
    const first = await find(criteria, "?per_page=2");
    expect(first.body).toMatchObject({ page: 1, pages: 2, per_page: 2, total: 3 });
    const second = await harness.api(`POST ${first.body.next_url}`, criteria);
    expect(titles(second)).toEqual(inOrder.slice(2));
    const on = await find({ ...criteria, search_after: first.body.objects[0]["_sort"] }, "?per_page=2");
    expect(titles(on)).toEqual(inOrder.slice(1));
    expect((await find({ ...criteria, search_after: ["nowhere"] })).status).toBe(400);
    const scrolled = await find(criteria, "?per_page=2&scroll=true");
    expect(titles(scrolled)).toEqual(inOrder.slice(0, 2));
    const id = scrolled.body.scroll_id;
    expect(titles(await find(criteria, `?per_page=2&scroll=true&scroll_id=${id}`))).toEqual(inOrder.slice(2));
    expect(titles(await find(criteria, `?per_page=2&scroll=true&scroll_id=${id}`))).toEqual([]);
    expect(await find(criteria, "?page=9")).toMatchObject({
      status: 404,
      body: { errors: ["Requested page does not exist"] },
    });
  });

  it("counts facets, and narrows by them", async () => {
    await using harness = await startTwin();
    const { find } = await library(harness);
    const criteria = { doc_types: ["assets"], facets: ["metadata.tags"] };
    const buckets = [
      { key: "sun", doc_count: 2 },
      { key: "sea", doc_count: 1 },
    ];
    expect((await find(criteria)).body.facets["metadata.tags"].buckets).toEqual(buckets);
    const narrowed = await find({ ...criteria, facets_filters: [{ name: "metadata.tags", value_in: ["sea"] }] });
    expect(titles(narrowed)).toEqual(["Sunrise over the_bay.mov"]);
    expect(narrowed.body.facets["metadata.tags"].buckets).toEqual(buckets);
  });

  it("shows the fields that are asked for", async () => {
    await using harness = await startTwin();
    const { find } = await library(harness);
    const one = { doc_types: ["assets"], query: "sunrise" };
    const [some] = (await find({ ...one, include_fields: ["id", "object_type", "title", "metadata.take"] })).body
      .objects;
    expect(Object.keys(some).toSorted()).toEqual(["_sort", "id", "metadata", "object_type", "title"]);
    expect(some.metadata).toEqual({ take: [9] });
    const [rest] = (await find({ ...one, exclude_fields: ["versions", "metadata"] })).body.objects;
    expect(rest).not.toHaveProperty("versions");
    expect(rest).toHaveProperty("date_created");
  });

  it("shows each caller what they may read", async () => {
    await using harness = await startTwin();
    const { morning } = await library(harness);
    const ada = await person(harness, "ada", ["can_search"]);
    expect(titles(await ada.api(`POST ${SEARCH}`, {}))).toEqual([]);
    await harness.api(`PUT /API/acls/v1/users/${ada.id}/acl/collections/${morning}/`, { permissions: ["read"] });
    expect(titles(await ada.api(`POST ${SEARCH}`, {}))).toEqual(["Sunrise over the_bay.mov", "Morning"]);
    expect((await harness.wire(`POST ${SEARCH}`, { json: {} })).status).toBe(401);
  });

  it("refuses what it does not know", async () => {
    await using harness = await startTwin();
    const { find } = await library(harness);
    expect((await find({ doc_types: ["films"] })).body.errors["doc_types.0"]).toMatch(/^Must be one of/);
    expect((await find({ filter: { operator: "XOR" } })).body.errors).toHaveProperty("filter.operator");
    expect((await find({ filter: { terms: [] } })).body.errors).toEqual({
      "filter.operator": "Missing data for required field.",
    });
    expect((await find({ metadata_view_id: NOBODY })).body.errors).toHaveProperty("metadata_view_id");
  });

  it("suggests values that begin alike", async () => {
    await using harness = await startTwin();
    await library(harness);
    const ask = (json: object) => harness.api(`POST ${SEARCH}suggest/`, json);
    expect((await ask({ field_name: "title", query: "SUN" })).body.objects).toEqual([
      { value: "Sunrise over the_bay.mov" },
      { value: "Sunset at sea" },
    ]);
    expect((await ask({ field_name: "metadata.tags", query: "s", doc_types: ["assets"] })).body.objects).toHaveLength(
      2,
    );
    expect((await ask({ query: "s" })).status).toBe(400);
  });

  it("remembers the last 25 searches of each user", async () => {
    await using harness = await startTwin();
    const { find, interview } = await library(harness);
    for (let at = 0; at < 26; at += 1) await find({ query: `number ${at}` });
    await find({ query: "secret" }, "?save_search_history=false");
    const listed = (await harness.api(`GET ${SEARCH}history/`)).body.objects;
    expect(listed).toHaveLength(25);
    expect(listed[0]).toMatchObject({ criteria: { query: "number 25" }, date_created: NOW });
    await find({ query: "interview" });
    const [{ id }] = (await harness.api(`GET ${SEARCH}history/`)).body.objects;
    const past = await harness.api(`GET ${SEARCH}history/${id}/`);
    expect(past.body.objects[0].id).toBe(interview);
    expect((await harness.api(`DELETE ${SEARCH}history/${id}/`)).status).toBe(204);
    expect((await harness.api(`DELETE ${SEARCH}history/${id}/`)).status).toBe(404);
    expect((await harness.api(`GET ${SEARCH}history/${id}/`)).body).toEqual({
      errors: ["Search History does not exist"],
    });
    expect((await harness.wire(`GET ${SEARCH}history/`)).status).toBe(401);
  });
});
