import { describe, expect, it } from "vitest";
import { NOW, startTwin, type Harness } from "../support/harness.ts";
import { JOBS, transcodeOf, uploaded } from "../support/essence.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const CUSTOM = { title: "Ingest", type: "CUSTOM", status: "STARTED" };

async function statusOf({ api }: Harness, id: string): Promise<string> {
  return (await api(`GET ${JOBS}${id}/`)).body.status;
}

async function act({ api }: Harness, action: string, ...ids: string[]): Promise<number> {
  return (await api(`PUT ${JOBS}state/`, { job_ids: ids, action })).status;
}

describe("jobs of a client's own", () => {
  it("are made with every default, and moved by the client alone", async () => {
    await using harness = await startTwin();
    const { api, advance } = harness;
    const made = await api(`POST ${JOBS}`, { ...CUSTOM, progress_processed: 1, progress_total: 4, metadata: { a: 1 } });
    const user = (await api("GET /API/users/v1/users/current/")).body.id;
    expect(made).toMatchObject({ status: 201 });
    expect(made.body).toEqual({
      ...CUSTOM,
      id: expect.any(String),
      action_context: {},
      children_progress: {},
      created_by: user,
      custom_type: null,
      date_created: NOW,
      date_modified: NOW,
      has_children: false,
      job_context: {},
      metadata: { a: 1 },
      object_id: null,
      object_type: null,
      parent_id: null,
      priority: 5,
      progress: 25,
      progress_processed: 1,
      progress_total: 4,
      started_at: NOW,
      steps: [],
    });
    await advance("24h");
    const path = `${JOBS}${made.body.id}/`;
    expect(await api(`GET ${path}`)).toMatchObject({ body: made.body });
    const kept = await api(`PATCH ${path}?merge_metadata=true`, { metadata: { b: 2 }, progress_processed: 3 });
    expect(kept.body).toMatchObject({ progress: 75, metadata: { a: 1, b: 2 } });
    const put = await api(`PUT ${path}`, { ...CUSTOM, status: "FINISHED", metadata: { c: 3 }, message: "Done" });
    expect(put.body).toMatchObject({ status: "FINISHED", progress: 100, metadata: { c: 3 }, message: "Done" });
    expect(put.body.completed_at).toBe("2026-11-24T12:00:00.000000+00:00");
    expect((await api(`PUT ${path}`, { title: "no type" })).body.errors).toHaveProperty("type");
    expect(await api(`POST ${JOBS}`, { ...CUSTOM, status: "IN_PROGRESS" })).toMatchObject({ status: 400 });
    expect(await api(`POST ${JOBS}`, { ...CUSTOM, id: made.body.id })).toMatchObject({
      body: { errors: { id: "Job already exists." } },
    });
  });

  it("have steps that are changed one by one or together", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const steps = [
      { label: "Copy", status: "IN_PROGRESS" },
      { label: "Check", status: "WAITING" },
    ];
    const job = (await api(`POST ${JOBS}`, { ...CUSTOM, steps })).body;
    const [copy, check] = job.steps.map((step: { id: string }) => step.id);
    const one = await api(`PATCH ${JOBS}${job.id}/steps/${copy}/`, { status: "DONE", message: "12 files" });
    expect(one).toMatchObject({
      status: 200,
      body: { steps: [{ status: "DONE", message: "12 files" }, { status: "WAITING" }] },
    });
    const put = await api(`PUT ${JOBS}${job.id}/steps/${copy}/`, { label: "Copied" });
    expect(put.body.steps[0]).toMatchObject({ id: copy, label: "Copied", status: "DONE" });
    for (const method of ["PATCH", "PUT"]) {
      const many = await api(`${method} ${JOBS}${job.id}/steps/`, {
        steps: [{ id: check, status: "FAILED", error_message: "!" }],
      });
      expect(many.body.steps[1]).toMatchObject({ status: "FAILED", error_message: "!", label: "Check" });
    }
    expect(await api(`PATCH ${JOBS}${job.id}/steps/${UNKNOWN}/`, {})).toMatchObject({ status: 404 });
    expect(await api(`PATCH ${JOBS}${job.id}/steps/`, { steps: [{ status: "DONE" }] })).toMatchObject({
      body: { errors: { "steps.0.id": "Missing data for required field." } },
    });
  });

  it("are listed by what they are", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const first = (await api(`POST ${JOBS}`, CUSTOM)).body.id;
    await api(`POST ${JOBS}`, { ...CUSTOM, type: "EXPORT", status: "FAILED" });
    await api(`POST ${JOBS}`, { ...CUSTOM, parent_id: first });
    const listed = async (query: string) => (await api(`GET ${JOBS}?${query}`)).body.total;
    expect(await listed("")).toBe(3);
    expect(await listed("type=CUSTOM,EXPORT")).toBe(3);
    expect(await listed("status=FAILED")).toBe(1);
    expect(await listed(`parent_id=${first}`)).toBe(1);
    expect(await listed(`ids=${first}`)).toBe(1);
    expect((await api(`GET ${JOBS}?page=9`)).status).toBe(404);
  });

  it("show a parent how far they are", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const parent = (await api(`POST ${JOBS}`, CUSTOM)).body.id;
    const child = (await api(`POST ${JOBS}`, { ...CUSTOM, parent_id: parent, progress_total: 2 })).body.id;
    await api(`PATCH ${JOBS}${child}/`, { progress_processed: 1 });
    expect((await api(`GET ${JOBS}${parent}/`)).body).toMatchObject({
      has_children: true,
      children_progress: { [child]: { status: "STARTED", progress_processed: 1, progress_total: 2 } },
    });
    await api(`PATCH ${JOBS}${child}/`, { status: "FINISHED" });
    expect(await statusOf(harness, parent)).toBe("FINISHED");
  });

  it("can be indexed again, and deleted alone or together", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const ids: string[] = [];
    for (const title of ["a", "b", "c"]) ids.push((await api(`POST ${JOBS}`, { ...CUSTOM, title })).body.id);
    expect((await api(`POST ${JOBS}${ids[0]}/reindex/`)).status).toBe(202);
    expect((await api(`DELETE ${JOBS}${ids[0]}/`)).status).toBe(204);
    expect(await api(`GET ${JOBS}${ids[0]}/`)).toMatchObject({ status: 404, body: { errors: ["Job does not exist"] } });
    expect((await api(`DELETE ${JOBS}`, { job_ids: ids.slice(1) })).status).toBe(204);
    expect((await api(`GET ${JOBS}`)).body.objects).toEqual([]);
    expect((await api(`DELETE ${JOBS}`, {})).body).toEqual({ errors: { job_ids: "Missing data for required field." } });
  });
});

describe("jobs that the twin works on", () => {
  it("stop at their next step when they are aborted, and begin again when restarted", async () => {
    await using harness = await startTwin();
    const { advance } = harness;
    const job = await transcodeOf(harness, await uploaded(harness));
    await advance("1s");
    expect(await act(harness, "ABORT", job)).toBe(201);
    expect(await statusOf(harness, job)).toBe("ABORT_PENDING");
    expect(await act(harness, "ABORT", job)).toBe(400);
    await advance("3s");
    expect(await statusOf(harness, job)).toBe("ABORTED");
    expect(await act(harness, "RESTART", job)).toBe(201);
    expect((await harness.api(`GET ${JOBS}${job}/`)).body).toMatchObject({ status: "READY", progress: 0 });
    await advance("10s");
    expect(await statusOf(harness, job)).toBe("FINISHED");
  });

  it("are aborted at once while they wait", async () => {
    await using harness = await startTwin();
    const job = await transcodeOf(harness, await uploaded(harness));
    await act(harness, "ABORT", job);
    expect(await statusOf(harness, job)).toBe("ABORTED");
    await harness.advance("10s");
    expect(await statusOf(harness, job)).toBe("ABORTED");
  });

  it("hold still while they are paused, and go on where they stood", async () => {
    await using harness = await startTwin();
    const { advance, api } = harness;
    const job = await transcodeOf(harness, await uploaded(harness));
    await advance("1s");
    expect(await act(harness, "RESUME", job)).toBe(400);
    expect(await act(harness, "PAUSE", job)).toBe(201);
    await advance("1h");
    expect((await api(`GET ${JOBS}${job}/`)).body).toMatchObject({ status: "PAUSED", progress: 25 });
    expect(await act(harness, "RESUME", job)).toBe(201);
    expect((await api(`GET ${JOBS}${job}/`)).body).toMatchObject({ status: "STARTED", progress: 25 });
    await advance("10s");
    expect(await statusOf(harness, job)).toBe("FINISHED");
  });

  it("that are paused before they began go back to the queue", async () => {
    await using harness = await startTwin();
    const job = await transcodeOf(harness, await uploaded(harness));
    await act(harness, "PAUSE", job);
    await act(harness, "RESUME", job);
    expect(await statusOf(harness, job)).toBe("READY");
    await harness.advance("10s");
    expect(await statusOf(harness, job)).toBe("FINISHED");
  });

  it("do nothing more once they are deleted", async () => {
    await using harness = await startTwin();
    const made = await uploaded(harness);
    const job = await transcodeOf(harness, made);
    await harness.api(`DELETE ${JOBS}${job}/`);
    await harness.advance("10s");
    expect((await harness.api(`GET /API/files/v1/assets/${made.assetId}/proxies/`)).body.objects).toEqual([]);
  });

  it("change their priority, all or none", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const job = await transcodeOf(harness, await uploaded(harness));
    expect((await api(`PUT ${JOBS}priority/`, { job_ids: [job], priority: 10 })).status).toBe(201);
    expect((await api(`GET ${JOBS}${job}/`)).body.priority).toBe(10);
    expect(await api(`PUT ${JOBS}priority/`, { job_ids: [job, UNKNOWN], priority: 1 })).toMatchObject({
      status: 400,
      body: { errors: { job_ids: "Job does not exist" } },
    });
    expect((await api(`GET ${JOBS}${job}/`)).body.priority).toBe(10);
    expect((await api(`PUT ${JOBS}priority/`, { job_ids: [job], priority: 0 })).status).toBe(400);
  });
});

describe("analysis and transcription", () => {
  it("show their status on the asset until they are done", async () => {
    await using harness = await startTwin();
    const { api, advance } = harness;
    const { id } = (await api("POST /API/assets/v1/assets/", { title: "A" })).body;
    const asset = async () => (await api(`GET /API/assets/v1/assets/${id}/`)).body;
    const analyzed = await api(`POST /API/transcode/v1/analyze/assets/${id}/`, {});
    expect(analyzed).toMatchObject({ status: 201, body: { type: "ANALYZE", status: "READY" } });
    expect(await asset()).toMatchObject({ analyze_status: "REQUESTED" });
    await advance("1s");
    expect(await asset()).toMatchObject({
      analyze_status: "IN_PROGRESS",
      versions: [{ analyze_status: "IN_PROGRESS" }],
    });
    await advance("5s");
    expect(await asset()).toMatchObject({ analyze_status: "DONE" });
    const again = (await api(`POST /API/transcode/v1/analyze/assets/${id}/profiles/default/`, {})).body.id;
    await act(harness, "ABORT", again);
    expect(await asset()).toMatchObject({ analyze_status: "FAILED" });
    expect((await api(`POST /API/transcode/v1/transcribe/assets/${id}/profiles/default/`, {})).status).toBe(201);
    await advance("5s");
    expect(await asset()).toMatchObject({
      versions: [{ transcribe_status: "DONE", transcribed_languages: ["en-US"] }],
    });
    const unknown = await api(`POST /API/transcode/v1/analyze/assets/${UNKNOWN}/`, {});
    expect(unknown.status).toBe(404);
    expect((await api(`POST /API/transcode/v1/analyze/assets/${id}/`, { force_type: "MAYBE" })).status).toBe(400);
  });
});
