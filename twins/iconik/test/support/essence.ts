import { APPLICATION, type Harness } from "./harness.ts";

/** An asset with one file, as a client uploads it. */
export interface Uploaded {
  readonly assetId: string;
  readonly versionId: string;
  readonly formatId: string;
  readonly fileSetId: string;
  readonly fileId: string;
  readonly storageId: string;
}

export const FILES = "/API/files/v1";
export const ASSETS = "/API/assets/v1/assets/";
export const JOBS = "/API/jobs/v1/jobs/";

/** The storage that a fresh domain has for a purpose. */
export async function storageFor({ api }: Pick<Harness, "api">, purpose: string): Promise<string> {
  return (await api(`GET ${FILES}/storages/${purpose}/default/`)).body.id;
}

/** Asset, format, file set and open file; no bytes yet. */
export async function openFile(
  harness: Pick<Harness, "api">,
  name = "take-1.mov",
): Promise<Uploaded & { readonly uploadUrl: string }> {
  const { api } = harness;
  const storageId = await storageFor(harness, "FILES");
  const asset = (await api(`POST ${ASSETS}`, { title: name })).body;
  const of = `${FILES}/assets/${asset.id}`;
  const format = (await api(`POST ${of}/formats/`, { name: "ORIGINAL" })).body;
  const set = { name, base_dir: "", component_ids: [], format_id: format.id, storage_id: storageId };
  const fileSet = (await api(`POST ${of}/file_sets/`, set)).body;
  const given = { original_name: name, directory_path: "rushes", type: "FILE", file_set_id: fileSet.id };
  const file = (await api(`POST ${of}/files/`, given)).body;
  return {
    assetId: asset.id,
    versionId: asset.versions[0].id,
    formatId: format.id,
    fileSetId: fileSet.id,
    fileId: file.id,
    storageId,
    uploadUrl: file.upload_url,
  };
}

/** The same with its bytes put and the file closed. */
export async function uploaded(
  harness: Pick<Harness, "api">,
  name = "take-1.mov",
  content = "moving pictures",
): Promise<Uploaded> {
  const { uploadUrl, ...made } = await openFile(harness, name);
  const put = await fetch(uploadUrl, { method: "PUT", body: content });
  if (put.status !== 200) throw new Error(`the bytes were not taken: ${put.status}`);
  await harness.api(`PATCH ${FILES}/assets/${made.assetId}/files/${made.fileId}/`, { status: "CLOSED" });
  return made;
}

/** Queues a transcode of the file; the job's id. */
export async function transcodeOf({ api }: Pick<Harness, "api">, { assetId, fileId }: Uploaded): Promise<string> {
  return (await api(`POST ${FILES}/assets/${assetId}/files/${fileId}/keyframes/`, {})).body.job_id;
}

/** A request whose answer is no JSON. */
export function fetchRaw({ url }: Pick<Harness, "url">, route: string): Promise<Response> {
  const [method = "", path = ""] = route.split(" ");
  return fetch(path.startsWith("http") ? path : `${url}${path}`, { method, headers: APPLICATION });
}
