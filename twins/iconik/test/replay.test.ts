import { defineTwin, formatReplayReport, reply, type Reply, replayBundle } from "@twinkit-pro/twinkit";
import { describe, expect, it } from "vitest";
import { twin as definition } from "../src/index.ts";
import { seed } from "../src/seed.ts";
import type { Iconik } from "../src/types.ts";
import { ASSETS, fetchRaw, FILES, transcodeOf, uploaded } from "./support/essence.ts";
import { APPLICATION, type Harness, startTwin } from "./support/harness.ts";
import { person } from "./support/people.ts";

const AT = "2026-11-23T12:00:00.000Z";

/** An upload, a transcode in the background, comments, a search, pages of a list, mistakes. */
async function work(harness: Harness): Promise<void> {
  const { api, advance } = harness;
  const made = await uploaded(harness, "harbour.mov");
  await transcodeOf(harness, made);
  await advance("10m");
  const collection = (await api("POST /API/assets/v1/collections/", { title: "Rushes" })).body;
  const content = { object_id: made.assetId, object_type: "assets" };
  await api(`POST /API/assets/v1/collections/${collection.id}/contents/`, content);
  await api(`POST ${ASSETS}${made.assetId}/segments/`, { segment_type: "COMMENT", segment_text: "Nice" });
  await api(`PATCH ${ASSETS}${made.assetId}/`, { title: "Harbour at dawn" });
  await api("POST /API/search/v1/search/", { query: "harbour", doc_types: ["assets"] });
  await api(`GET ${FILES}/assets/${made.assetId}/proxies/`);
  await api(`GET ${ASSETS}?per_page=1`);
  await api("GET /API/jobs/v1/jobs/");
  await api(`POST ${ASSETS}`, {});
  await api("GET /API/nowhere/v1/");
}

async function record(harness: Harness, seed = 7): Promise<string> {
  expect((await harness.api("POST /admin/runs/start", { seed, at: AT })).status).toBe(201);
  await work(harness);
  await harness.api("POST /admin/runs/finish", {});
  return (await fetchRaw(harness, "GET /admin/replay")).text();
}

/** Without what the design lets differ from run to run. */
function steady(bundle: string): string {
  return bundle.replaceAll(/"(?:at|duration_ms|started_at|finished_at|run_id)":(?:"[^"]*"|[\d.e-]+),?/g, "");
}

describe("a run of the iconik twin over HTTP", () => {
  it("is the same bundle for the same seed, twice on one twin and on a fresh one", async () => {
    let port = 0;
    const bundles: string[] = [];
    {
      await using one = await startTwin();
      port = Number(new URL(one.url).port);
      bundles.push(await record(one), await record(one));
    }
    // The port is part of the addresses that the twin hands out.
    await using other = await startTwin({}, [], port);
    bundles.push(await record(other), await record(other, 8));
    const [first = "", second = "", third = "", fourth = ""] = bundles.map(steady);
    expect(first).toContain("Harbour at dawn");
    expect(second).toBe(first);
    expect(third).toBe(first);
    expect(fourth).not.toBe(first);
  });

  it("replays equal, uploads and background work included, and holds no token", async () => {
    await using harness = await startTwin();
    const bundle = await record(harness);
    expect(bundle).not.toContain("application-token-of-the-tests");
    const report = await replayBundle(definition, bundle);
    expect(formatReplayReport(report)).toMatch(
      /^EQUAL: run \S+ of twin-iconik \S+: \d+ equal, 0 different, 0 not replayable\.$/,
    );
    expect(report.exchanges.equal).toBeGreaterThan(15);
  });

  it("replays logins: each user's token and password is told from the others'", async () => {
    await using harness = await startTwin();
    await harness.api("POST /admin/runs/start", { at: AT });
    const ada = await person(harness, "ada", ["can_read_assets", "can_create_assets"]);
    const grace = await person(harness, "grace", ["can_read_assets"]);
    const made = await ada.api(`POST ${ASSETS}`, { title: "Ada's" });
    expect(made.status).toBe(201);
    expect((await grace.api(`POST ${ASSETS}`, { title: "Grace's" })).status).toBe(403);
    const credentials = { email: ada.email, password: "password of grace" };
    const headers = { "app-id": APPLICATION["app-id"] };
    await harness.wire("POST /API/auth/v1/auth/simple/login/", { json: credentials, headers });
    const bundle = await (await fetchRaw(harness, "GET /admin/replay")).text();
    expect(bundle).not.toMatch(/password of (?:ada|grace)/);
    const report = await replayBundle(definition, bundle);
    expect(formatReplayReport(report)).toMatch(/^EQUAL/);
    expect(report.exchanges.equal).toBe(9);
  });

  it("against a twin that makes other ids and says something else names only what it says", async () => {
    await using harness = await startTwin();
    const bundle = await record(harness);
    const resources = definition.resources.map((each) => {
      const create = each.operations["CreateSegment"];
      if (create === undefined) return each;
      const run: typeof create.run = (context) => {
        const { body, status, headers } = create.run(context) as Reply;
        return reply({ ...(body as object), segment_text: "Nicer" }, { status, headers });
      };
      return { ...each, operations: { ...each.operations, CreateSegment: { ...create, run } } };
    });
    const other = defineTwin<Iconik>({
      ...definition,
      resources,
      seed: (context) => {
        context.ids.uuid();
        seed(context);
      },
    });
    const report = await replayBundle(other, bundle);
    expect(report.results).toMatchObject([
      {
        operation: "CreateSegment",
        differences: [{ path: "body.segment_text", expected: '"Nice"', actual: '"Nicer"' }],
      },
    ]);
  });
});
