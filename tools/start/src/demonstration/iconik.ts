import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { say } from "../report.ts";
import { StartError } from "../start-error.ts";
import { createIconikClient, type IconikClient } from "./iconik-client.ts";

const JOB_MS_MAX = 30_000;
const LOOK_MS = 250;

const Identified = v.object({ id: v.string() });
const Storages = v.object({ objects: v.pipe(v.array(Identified), v.minLength(1)) });
const CreatedFile = v.object({ id: v.string(), upload_url: v.string() });
const StartedJob = v.object({ job_id: v.string() });
const Job = v.object({ status: v.string(), progress_processed: v.optional(v.nullable(v.number())) });
const Proxies = v.object({ objects: v.array(Identified) });

/** Asset, upload and a transcode job that finishes by itself in the background. */
export async function demonstrateIconik(url: string): Promise<void> {
  await using iconik = createIconikClient(url);
  const asset = await iconik.call("POST", "/API/assets/v1/assets/", Identified, { title: "Morning in the harbour" });
  say("iconik", `asset ${asset.id} created`);

  const file = await upload(iconik, asset.id);
  say("", `file ${file} uploaded and closed`);

  const { job_id: job } = await iconik.call(
    "POST",
    `/API/files/v1/assets/${asset.id}/files/${file}/keyframes/`,
    StartedJob,
    {},
  );
  const states = await watch(iconik, job);
  const proxies = await iconik.call("GET", `/API/files/v1/assets/${asset.id}/proxies/`, Proxies);
  say("", `transcode job ${job}: ${states.join(" → ")}, ${proxies.objects.length} proxy made`);
}

/** Format, file set and file as a client of iconik makes them, then the bytes to the address handed out. */
async function upload(iconik: IconikClient, asset: string): Promise<string> {
  const { objects } = await iconik.call("GET", "/API/files/v1/storages/", Storages);
  const storage = objects[0]?.id;
  const files = `/API/files/v1/assets/${asset}`;
  const format = await iconik.call("POST", `${files}/formats/`, Identified, { name: "ORIGINAL" });
  const name = "harbour.mp4";
  const place = { format_id: format.id, storage_id: storage, base_dir: "/" };
  const fileSet = await iconik.call("POST", `${files}/file_sets/`, Identified, { ...place, name, component_ids: [] });
  const bytes = new TextEncoder().encode("a small film");
  const file = await iconik.call("POST", `${files}/files/`, CreatedFile, {
    format_id: format.id,
    storage_id: storage,
    file_set_id: fileSet.id,
    directory_path: "",
    original_name: name,
    size: bytes.byteLength,
    type: "FILE",
  });
  await iconik.upload(file.upload_url, bytes);
  await iconik.call("PATCH", `${files}/files/${file.id}/`, Identified, { status: "CLOSED", progress_processed: 100 });
  return file.id;
}

/** The states a job goes through, as they are seen. */
async function watch(iconik: IconikClient, job: string): Promise<string[]> {
  const states: string[] = [];
  const deadline = performance.now() + JOB_MS_MAX;
  for (;;) {
    const { status } = await iconik.call("GET", `/API/jobs/v1/jobs/${job}/`, Job);
    if (states.at(-1) !== status) states.push(status);
    if (status === "FINISHED") return states;
    if (status === "FAILED" || status === "ABORTED") throw new StartError(`The transcode job ${job} ended ${status}.`);
    if (performance.now() > deadline) throw new StartError(`The transcode job ${job} is still ${status} after 30 s.`);
    await sleep(LOOK_MS);
  }
}
