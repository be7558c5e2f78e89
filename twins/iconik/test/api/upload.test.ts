import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { APPLICATION, startTwin } from "../support/harness.ts";
import { ASSETS, FILES, openFile, uploaded } from "../support/essence.ts";

describe("uploading a file", () => {
  it("hands out an address that leads back to the twin, takes the bytes, and gives them back", async () => {
    await using harness = await startTwin();
    const { assetId, fileId, uploadUrl } = await openFile(harness);
    const path = `${FILES}/assets/${assetId}/files/${fileId}/`;
    expect(uploadUrl.startsWith(`${harness.url}/storage/`)).toBe(true);
    const before = (await harness.api(`GET ${path}`)).body;
    expect(before).toMatchObject({ status: "OPEN", storage_method: "S3", upload_method: "PUT" });
    expect(before).not.toHaveProperty("url");

    const content = new Uint8Array([0, 255, 1, 254, 10, 13]);
    const put = await fetch(uploadUrl, {
      method: "PUT",
      body: content,
      headers: { "content-type": "video/quicktime" },
    });
    expect(put.status).toBe(200);
    expect(put.headers.get("etag")).toBe(`"${createHash("md5").update(content).digest("hex")}"`);

    const closed = await harness.api(`PATCH ${path}`, { status: "CLOSED" });
    expect(closed.status).toBe(200);
    expect(closed.body).toMatchObject({ status: "CLOSED", size: content.byteLength });
    expect(closed.body).not.toHaveProperty("upload_url");

    const { url } = (await harness.api(`GET ${path}download_url/`)).body;
    const got = await fetch(url);
    expect(got.headers.get("content-type")).toBe("video/quicktime");
    expect(new Uint8Array(await got.arrayBuffer())).toEqual(content);
  });

  it("brings format, version and asset online with the first closed file", async () => {
    await using harness = await startTwin();
    const { assetId, formatId, fileId } = await openFile(harness);
    expect((await harness.api(`GET ${ASSETS}${assetId}/`)).body.is_online).toBe(false);
    await harness.api(`PATCH ${FILES}/assets/${assetId}/files/${fileId}/`, { status: "CLOSED", size: 12 });
    const asset = (await harness.api(`GET ${ASSETS}${assetId}/`)).body;
    expect(asset).toMatchObject({ is_online: true, versions: [{ is_online: true }] });
    const format = (await harness.api(`GET ${FILES}/assets/${assetId}/formats/${formatId}/`)).body;
    expect(format).toMatchObject({ is_online: true, storage_methods: ["S3"] });
  });

  it("refuses an address that was changed, made for reading, or has expired", async () => {
    await using harness = await startTwin();
    const { uploadUrl } = await openFile(harness);
    const other = await fetch(uploadUrl.replace("take-1", "take-2"), { method: "PUT", body: "x" });
    expect(other.status).toBe(403);
    expect(await other.text()).toContain("<Code>SignatureDoesNotMatch</Code>");
    expect((await fetch(uploadUrl)).status).toBe(403);
    await harness.advance("24h");
    expect((await fetch(uploadUrl, { method: "PUT", body: "x" })).status).toBe(403);
  });

  it("keeps the address in the world that the client chose", async () => {
    await using harness = await startTwin();
    const world = { ...APPLICATION, "wt-world": "apart" };
    const call = async (route: string, json?: unknown) => (await harness.wire(route, { json, headers: world })).body;
    const storage = await call(`GET ${FILES}/storages/FILES/default/`);
    const asset = await call(`POST ${ASSETS}`, { title: "apart" });
    const of = `${FILES}/assets/${asset.id}`;
    const format = await call(`POST ${of}/formats/`, { name: "ORIGINAL" });
    const set = { name: "a", base_dir: "", component_ids: [], format_id: format.id, storage_id: storage.id };
    const { id } = await call(`POST ${of}/file_sets/`, set);
    const file = await call(`POST ${of}/files/`, {
      original_name: "a.mov",
      directory_path: "",
      type: "FILE",
      file_set_id: id,
    });
    expect((await fetch(file.upload_url, { method: "PUT", body: "x" })).status).toBe(200);
    const closed = await call(`PATCH ${of}/files/${file.id}/`, { status: "CLOSED" });
    expect((await fetch(closed.url)).status).toBe(200);
    expect((await harness.api(`GET ${ASSETS}${asset.id}/`)).status).toBe(404);
  });

  it("has no object where nothing was put", async () => {
    await using harness = await startTwin();
    const { assetId, fileId } = await openFile(harness);
    await harness.api(`PATCH ${FILES}/assets/${assetId}/files/${fileId}/`, { status: "CLOSED" });
    const { url } = (await harness.api(`GET ${FILES}/assets/${assetId}/files/${fileId}/download_url/`)).body;
    const missing = await fetch(url);
    expect(missing.status).toBe(404);
    expect(await missing.text()).toContain("<Code>NoSuchKey</Code>");
  });

  it("finds a file by its checksum, name of storage and folder", async () => {
    await using harness = await startTwin();
    const { assetId, fileId, storageId } = await uploaded(harness);
    await harness.api(`PATCH ${FILES}/assets/${assetId}/files/${fileId}/`, { checksum: "c0ffee" });
    const byChecksum = await harness.api(`GET ${FILES}/files/checksum/c0ffee/`);
    expect(byChecksum.body.objects).toMatchObject([{ id: fileId }]);
    expect((await harness.api(`GET ${FILES}/files/checksum/unknown/`)).status).toBe(404);
    const inFolder = await harness.api(`GET ${FILES}/storages/${storageId}/files/?directory_path=rushes`);
    expect(inFolder.body).toMatchObject({ total: 1, objects: [{ id: fileId, checksum: "c0ffee" }] });
    const elsewhere = await harness.api(`GET ${FILES}/storages/${storageId}/files/?directory_path=other`);
    expect(elsewhere.body.objects).toEqual([]);
  });
});
