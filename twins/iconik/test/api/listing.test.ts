import { describe, expect, it } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";
import { ASSETS, FILES } from "../support/essence.ts";

const TITLES = ["a", "b", "c", "d", "e"];

async function withAssets(): Promise<Harness> {
  const harness = await startTwin();
  for (const title of TITLES) await harness.api(`POST ${ASSETS}`, { title });
  return harness;
}

function titlesOf({ body }: { body: { objects: { title: string }[] } }): string[] {
  return body.objects.map(({ title }) => title);
}

describe("a numbered list", () => {
  it("comes in pages that link to each other by path", async () => {
    await using harness = await withAssets();
    const first = await harness.api(`GET ${ASSETS}?per_page=2`);
    expect(first.body).toMatchObject({
      page: 1,
      pages: 3,
      per_page: 2,
      total: 5,
      first_url: `${ASSETS}?per_page=2&page=1`,
      last_url: `${ASSETS}?per_page=2&page=3`,
      next_url: `${ASSETS}?per_page=2&page=2`,
    });
    expect(first.body).not.toHaveProperty("prev_url");
    const second = await harness.api(`GET ${first.body.next_url}`);
    expect(titlesOf(second)).toEqual(["c", "d"]);
    expect(second.body.prev_url).toBe(first.body.first_url);
    const last = await harness.api(`GET ${second.body.next_url}`);
    expect(titlesOf(last)).toEqual(["e"]);
    expect(last.body).not.toHaveProperty("next_url");
  });

  it("has ten objects a page unless told, and no page behind the last", async () => {
    await using harness = await withAssets();
    expect((await harness.api(`GET ${ASSETS}`)).body).toMatchObject({ per_page: 10, pages: 1 });
    expect(await harness.api(`GET ${ASSETS}?page=2`)).toMatchObject({
      status: 404,
      body: { errors: ["Requested page does not exist"] },
    });
    const wrong = await harness.api(`GET ${ASSETS}?page=0&per_page=1001&scroll=maybe`);
    expect(wrong).toMatchObject({
      status: 400,
      body: {
        errors: {
          page: "Must be greater than or equal to 1.",
          per_page: "Must be less than or equal to 1000.",
          scroll: "Not a valid boolean.",
        },
      },
    });
  });

  it("is sorted as asked, several keys deep", async () => {
    await using harness = await withAssets();
    await harness.api(`POST ${ASSETS}`, { title: "a", category: "z" });
    expect(titlesOf(await harness.api(`GET ${ASSETS}?sort=title,desc&per_page=2`))).toEqual(["e", "d"]);
    const both = (await harness.api(`GET ${ASSETS}?sort=title,asc;category,asc`)).body.objects.slice(0, 2);
    expect(both).toMatchObject([
      { title: "a", category: "z" },
      { title: "a", category: null },
    ]);
    expect(await harness.api(`GET ${ASSETS}?sort=title,sideways`)).toMatchObject({
      status: 400,
      body: { errors: { sort: "Not a valid sort order." } },
    });
  });

  it("can be scrolled through to its end", async () => {
    await using harness = await withAssets();
    const first = await harness.api(`GET ${ASSETS}?scroll=true&per_page=2`);
    const next = `GET ${ASSETS}?scroll_id=${first.body.scroll_id}&per_page=2`;
    expect(titlesOf(first)).toEqual(["a", "b"]);
    expect(titlesOf(await harness.api(next))).toEqual(["c", "d"]);
    expect(titlesOf(await harness.api(next))).toEqual(["e"]);
    expect(titlesOf(await harness.api(next))).toEqual([]);
    const other = await harness.api(`GET /API/assets/v1/collections/?scroll_id=${first.body.scroll_id}`);
    expect(other).toMatchObject({ status: 400, body: { errors: { scroll_id: "Not a valid scroll id." } } });
  });
});

describe("a list by last object", () => {
  it("goes on where the last one ended", async () => {
    await using harness = await startTwin();
    const { id } = (await harness.api(`POST ${ASSETS}`, { title: "A" })).body;
    const formats = `${FILES}/assets/${id}/formats/`;
    for (const name of ["ORIGINAL", "PPRO_PROXY", "EDIT"]) await harness.api(`POST ${formats}`, { name });
    const first = (await harness.api(`GET ${formats}?per_page=2`)).body;
    expect(first).toMatchObject({ per_page: 2, objects: [{ name: "ORIGINAL" }, { name: "PPRO_PROXY" }] });
    expect(first.next_url).toBe(`${formats}?per_page=2&last_id=${first.objects[1].id}`);
    const second = (await harness.api(`GET ${first.next_url}`)).body;
    expect(second.objects).toMatchObject([{ name: "EDIT" }]);
    expect(second).not.toHaveProperty("next_url");
    expect((await harness.api(`GET ${formats}?last_id=7`)).body).toEqual({ errors: { last_id: "Not a valid UUID." } });
  });
});
