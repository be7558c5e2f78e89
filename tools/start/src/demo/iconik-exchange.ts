import { setTimeout as sleep } from "node:timers/promises";
import { createHttpClient } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import type { Console } from "../console.ts";
import { StartFailure } from "../start-failure.ts";
import { createIconikClient, type IconikClient } from "./iconik-client.ts";
import { requireResult } from "./require-result.ts";

const Created = v.object({ id: v.string() });
const Storages = v.object({ objects: v.pipe(v.array(Created), v.minLength(1)) });
const CreatedFile = v.object({ id: v.string(), upload_url: v.string() });
const Started = v.object({ job_id: v.string() });
const Job = v.object({ status: v.string(), progress: v.optional(v.number()) });
const Proxies = v.object({ objects: v.array(v.object({ name: v.string(), status: v.string() })) });

const FILE_NAME = "sunrise.mov";
/** The twin's transcode takes 5 s of its clock. */
const JOB_MS_MAX = 30_000;
const LOOK_MS = 250;

/**
 * Adds an asset with a file, has it transcoded, and sees the job finish by itself.
 * @returns how many requests it made
 * @throws StartFailure where an answer is not what it has to be
 */
export async function iconikExchange(port: number, console: Console): Promise<number> {
  await using http = createHttpClient({ component: "start", retries: 0, loopbackOnly: true });
  const iconik = createIconikClient(http, port);
  const asset = await iconik.call("POST", "/API/assets/v1/assets/", Created, { title: "Sunrise" });
  console.step("iconik", `asset ${asset.id} created`);
  const file = await addFile(iconik, asset.id);
  const filePath = `/API/files/v1/assets/${asset.id}/files/${file.id}`;
  const { job_id } = await iconik.call("POST", `${filePath}/keyframes/`, Started, {});
  console.step("iconik", `${FILE_NAME} uploaded, transcode job ${job_id} started`);
  const status = await jobEnd(iconik, job_id);
  requireResult("the status of the transcode job", status, "FINISHED");
  const { objects } = await iconik.call("GET", `/API/files/v1/assets/${asset.id}/proxies/`, Proxies);
  if (objects.length === 0) throw new StartFailure("The demonstration failed: the transcode job left no proxy.");
  console.step("iconik", `transcode job finished in the background; the asset has ${objects.length} proxy`);
  return iconik.requests();
}

/** The steps of an upload, as iconik documents them: format, file set, file, bytes to the address handed out, closed. */
export async function addFile(iconik: IconikClient, asset: string): Promise<{ readonly id: string }> {
  const { objects } = await iconik.call("GET", "/API/files/v1/storages/", Storages);
  const files = `/API/files/v1/assets/${asset}`;
  const format = await iconik.call("POST", `${files}/formats/`, Created, { name: "ORIGINAL" });
  const place = { format_id: format.id, storage_id: objects[0]?.id };
  const fileSet = await iconik.call("POST", `${files}/file_sets/`, Created, {
    ...place,
    name: FILE_NAME,
    base_dir: "/",
    component_ids: [],
  });
  const bytes = new TextEncoder().encode("a small film");
  const file = await iconik.call("POST", `${files}/files/`, CreatedFile, {
    ...place,
    file_set_id: fileSet.id,
    original_name: FILE_NAME,
    directory_path: "",
    type: "FILE",
    size: bytes.byteLength,
  });
  await iconik.upload(file.upload_url, bytes);
  return iconik.call("PATCH", `${files}/files/${file.id}/`, Created, { status: "CLOSED" });
}

async function jobEnd(iconik: IconikClient, job: string): Promise<string> {
  const deadline = performance.now() + JOB_MS_MAX;
  for (;;) {
    const { status } = await iconik.call("GET", `/API/jobs/v1/jobs/${job}/`, Job);
    if (!["READY", "STARTED", "WAITING"].includes(status) || performance.now() > deadline) return status;
    await sleep(LOOK_MS);
  }
}
