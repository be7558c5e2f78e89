import { describe, expect, it } from "vitest";
import { startTwin } from "../support/harness.ts";
import { ASSETS, fetchRaw, FILES, JOBS, openFile, transcodeOf, uploaded } from "../support/essence.ts";

describe("a transcode", () => {
  it("goes from the queue through its steps to the proxy, poster and keyframe map of the asset", async () => {
    await using harness = await startTwin();
    const { api, advance } = harness;
    const made = await uploaded(harness);
    const started = await api(`POST ${FILES}/assets/${made.assetId}/files/${made.fileId}/keyframes/`, { priority: 3 });
    expect(started).toMatchObject({ status: 200, body: { job_id: expect.any(String) } });
    const path = `${JOBS}${started.body.job_id}/`;
    const progress = async () => (await api(`GET ${path}`)).body;

    expect(await progress()).toMatchObject({
      type: "TRANSCODE",
      status: "READY",
      progress: 0,
      priority: 3,
      object_type: "assets",
      object_id: made.assetId,
      steps: [{ status: "WAITING" }, { status: "WAITING" }, { status: "WAITING" }, { status: "WAITING" }],
    });
    await advance("250ms");
    expect(await progress()).toMatchObject({
      status: "STARTED",
      progress: 0,
      steps: [{ status: "IN_PROGRESS" }, {}, {}, {}],
    });
    await advance("500ms");
    expect(await progress()).toMatchObject({
      status: "STARTED",
      progress: 25,
      progress_processed: 1,
      progress_total: 4,
    });
    await advance("3s");
    expect(await progress()).toMatchObject({
      progress: 50,
      steps: [{ status: "DONE" }, { status: "DONE" }, { status: "IN_PROGRESS" }, {}],
    });
    expect((await api(`GET ${FILES}/assets/${made.assetId}/proxies/`)).body.objects).toEqual([]);
    await advance("10s");
    const done = await progress();
    expect(done).toMatchObject({ status: "FINISHED", progress: 100, completed_at: "2026-11-23T12:00:05.250000+00:00" });
    expect(done.steps.map((step: { status: string }) => step.status)).toEqual(["DONE", "DONE", "DONE", "DONE"]);

    const [proxy] = (await api(`GET ${FILES}/assets/${made.assetId}/proxies/`)).body.objects;
    expect(proxy).toMatchObject({ status: "CLOSED", codec: "h264", version_id: made.versionId });
    expect((await fetchRaw(harness, `GET ${proxy.url}`)).headers.get("content-type")).toBe("video/mp4");
    const keyframes = (await api(`GET ${FILES}/assets/${made.assetId}/keyframes/`)).body.objects;
    expect(keyframes.map((each: { type: string }) => each.type)).toEqual(["POSTER", "KEYFRAME_MAP"]);
    const format = (await api(`GET ${FILES}/assets/${made.assetId}/formats/ORIGINAL/`)).body;
    expect(format.components.map((each: { type: string }) => each.type)).toEqual(["VIDEO", "AUDIO"]);
    const listed = (await api(`GET ${ASSETS}`)).body.objects[0];
    expect(listed).toMatchObject({ media_type: "video", proxies: [{ id: proxy.id }], keyframes: [{}, {}] });
    const history = (await api(`GET ${ASSETS}${made.assetId}/history/`)).body.objects;
    expect(history.at(-1)).toMatchObject({ operation_type: "TRANSCODE", job_id: done.id });
  });

  it("replaces the proxy and the keyframes of an earlier one", async () => {
    await using harness = await startTwin();
    const made = await uploaded(harness);
    for (let round = 0; round < 2; round += 1) {
      await transcodeOf(harness, made);
      await harness.advance("10s");
    }
    expect((await harness.api(`GET ${FILES}/assets/${made.assetId}/proxies/`)).body.objects).toHaveLength(1);
    expect((await harness.api(`GET ${FILES}/assets/${made.assetId}/keyframes/`)).body.objects).toHaveLength(2);
  });

  it("fails on a file that cannot be read, with the reason, and makes nothing", async () => {
    await using harness = await startTwin();
    const made = await uploaded(harness, "corrupt-take.mov");
    const job = await transcodeOf(harness, made);
    await harness.advance("10s");
    expect((await harness.api(`GET ${JOBS}${job}/`)).body).toMatchObject({
      status: "FAILED",
      error_message: "Invalid data found when processing corrupt-take.mov",
      steps: [{ status: "DONE" }, { status: "DONE" }, { status: "DONE" }, { status: "FAILED" }],
    });
    expect((await harness.api(`GET ${FILES}/assets/${made.assetId}/proxies/`)).body.objects).toEqual([]);
  });

  it("needs a closed file", async () => {
    await using harness = await startTwin();
    const { assetId, fileId } = await openFile(harness);
    const refused = await harness.api(`POST ${FILES}/assets/${assetId}/files/${fileId}/keyframes/`, {});
    expect(refused).toMatchObject({ status: 400, body: { errors: ["File is not closed"] } });
    const unknown = await harness.api(`POST ${FILES}/assets/${assetId}/files/${assetId}/keyframes/`, {});
    expect(unknown).toMatchObject({ status: 404, body: { errors: ["File for this asset doesn't exist"] } });
    const wrong = await harness.api(`POST ${FILES}/assets/${assetId}/files/${fileId}/keyframes/`, { priority: 11 });
    expect(wrong).toMatchObject({ status: 400, body: { errors: { priority: "Must be less than or equal to 10." } } });
  });

  it("of many assets is one job that ends with the last of theirs", async () => {
    await using harness = await startTwin();
    const { api, advance } = harness;
    const good = await uploaded(harness, "good.mov");
    const bad = await uploaded(harness, "corrupt.mov");
    const { job_id: id } = (
      await api(`POST ${FILES}/assets/bulk/keyframes/`, {
        object_ids: [good.assetId, bad.assetId],
        object_type: "assets",
      })
    ).body;
    const parent = (await api(`GET ${JOBS}${id}/`)).body;
    expect(parent).toMatchObject({ status: "STARTED", has_children: true, progress_total: 2 });
    await advance("10s");
    const ended = (await api(`GET ${JOBS}${id}/`)).body;
    expect(ended).toMatchObject({ status: "FINISHED_WITH_WARNING", progress: 100, progress_processed: 2 });
    const children = (await api(`GET ${JOBS}?parent_id=${id}&sort=status,desc`)).body;
    expect(children.objects.map((job: { status: string }) => job.status)).toEqual(["FINISHED", "FAILED"]);
  });

  it("can be cancelled, reordered and looked at through the transcode service", async () => {
    await using harness = await startTwin();
    const { api, advance } = harness;
    const made = await uploaded(harness);
    const T = "/API/transcode/v1/transcode/";
    const created = await api(`POST ${T}`, { asset_id: made.assetId });
    expect(created).toMatchObject({ status: 201, body: { asset_id: made.assetId, version_id: made.versionId } });
    const id = created.body.job_id;
    expect((await api(`PUT ${T}${id}/priority/9/`)).status).toBe(200);
    expect((await api(`PUT ${T}${id}/priority/eleven/`)).status).toBe(400);
    expect((await api(`POST ${T}${id}/position/top/`)).status).toBe(200);
    expect((await api(`POST ${T}${id}/position/middle/`)).status).toBe(400);
    expect((await api(`GET ${T}${id}/`)).body).toMatchObject({ priority: 9, job_steps: [{}, {}, {}, {}] });
    expect((await api(`GET ${T}queue/`)).body).toMatchObject({ total: 1, objects: [{ job_id: id, status: "READY" }] });
    expect((await api(`GET ${T}assets/${made.assetId}/`)).body.objects).toMatchObject([{ job_id: id }]);
    const ofVersion = `${T}assets/${made.assetId}/versions/${made.versionId}/`;
    expect((await api(`GET ${ofVersion}`)).body.objects).toMatchObject([{ job_id: id }]);
    expect((await api(`DELETE ${T}${id}/`)).status).toBe(204);
    await advance("10s");
    expect((await api(`GET ${JOBS}${id}/`)).body.status).toBe("ABORTED");
    expect((await api(`GET ${T}queue/`)).body.objects).toEqual([]);
    expect((await api(`GET ${T}${made.assetId}/`)).status).toBe(404);
    expect((await api(`POST ${T}`, {})).body).toEqual({ errors: { asset_id: "Missing data for required field." } });
  });

  it("makes mediainfo, single frames and keyframes from a proxy", async () => {
    await using harness = await startTwin();
    const { api, advance } = harness;
    const made = await uploaded(harness, "photo.jpg");
    const of = `${FILES}/assets/${made.assetId}`;
    await api(`POST ${of}/files/${made.fileId}/mediainfo/`, {});
    await advance("1s");
    const [component] = (await api(`GET ${of}/formats/${made.formatId}/components/`)).body.objects;
    expect(component).toMatchObject({ type: "IMAGE", metadata: { width: "1920" } });
    await api(`POST ${of}/files/${made.fileId}/capture/2000/`, {});
    await advance("1s");
    const [still] = (await api(`GET ${of}/keyframes/`)).body.objects;
    expect(still).toMatchObject({ type: "KEYFRAME", time_code: { frames_number: 50 } });
    expect((await api(`POST ${of}/files/${made.fileId}/capture/soon/`, {})).status).toBe(400);
    const proxy = (await api(`POST ${of}/proxies/`, { name: "web" })).body;
    const { job_id: id } = (await api(`POST ${of}/proxies/${proxy.id}/keyframes/`, {})).body;
    await advance("10s");
    expect((await api(`GET ${JOBS}${id}/`)).body.status).toBe("FINISHED");
  });
});

describe("background work", () => {
  it("also ends by time alone", async () => {
    await using harness = await startTwin({ clock: {} });
    const made = await uploaded(harness);
    const of = `${FILES}/assets/${made.assetId}`;
    const { job_id: id } = (await harness.api(`POST ${of}/files/${made.fileId}/mediainfo/`, {})).body;
    await expect
      .poll(async () => (await harness.api(`GET ${JOBS}${id}/`)).body.status, { timeout: 20_000 })
      .toBe("FINISHED");
    expect((await harness.api(`GET ${of}/formats/${made.formatId}/`)).body.components).toHaveLength(2);
  });

  it("is finished by a twin that closes", async () => {
    const harness = await startTwin();
    const made = await uploaded(harness);
    await transcodeOf(harness, made);
    await transcodeOf(harness, made);
    const report = await harness.twin.close();
    // Each job: out of the queue, and four steps.
    expect(report).toMatchObject({ finished: 10, aborted: 0 });
    await harness[Symbol.asyncDispose]();
  });
});
