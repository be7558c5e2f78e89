import { createTwin } from "@twinkit-pro/twinkit";
import { expect, it } from "vitest";
import { twin as definition } from "../src/index.ts";
import { FILES, openFile, transcodeOf } from "./support/essence.ts";
import type { Harness } from "./support/harness.ts";

const ORIGIN = "http://127.0.0.1:4117";
const START_MS = Date.UTC(2026, 10, 23, 12);
const HEADERS = { "app-id": "determinism", "auth-token": "token", "content-type": "application/json" };

/** `~` in a path stands for the id of the asset that was uploaded first. */
const REQUESTS: readonly [route: string, body?: object][] = [
  ["POST /API/assets/v1/collections/", { title: "Rushes" }],
  ["POST /API/metadata/v1/fields/", { name: "camera", label: "Camera", field_type: "string" }],
  ["POST /API/users/v1/groups/", { name: "Editors" }],
  ["POST /API/jobs/v1/jobs/", { title: "Import", type: "CUSTOM", status: "STARTED" }],
  ["POST /API/assets/v1/assets/~/segments/", { segment_type: "COMMENT", segment_text: "Nice" }],
  ["POST /API/notifications/v1/webhooks/", { url: "http://127.0.0.1:9/hook", event_type: "assets", status: "ENABLED" }],
  ["PATCH /API/assets/v1/assets/~/", { title: "Harbour at dawn" }],
  ["POST /admin/time/advance", { duration: "1h" }],
  ["POST /API/search/v1/search/", { query: "harbour", doc_types: ["assets"] }],
  ["GET /API/assets/v1/assets/?per_page=1"],
  ["GET /API/files/v1/assets/~/proxies/"],
  ["GET /API/jobs/v1/jobs/"],
  ["POST /API/assets/v1/assets/", {}],
  ["GET /API/nowhere/v1/"],
];

/** What a new twin's ledger says after an upload, a transcode and the requests above; without how long they took. */
async function ledgerOf(seed: number): Promise<string> {
  const twin = createTwin(definition, { seed, clock: { start: { mode: "frozen", atMs: START_MS } } });
  const send = async (method: string, url: string, body: string | null): Promise<string> =>
    (await twin.fetch(new Request(new URL(url, ORIGIN), { method, headers: HEADERS, body }))).text();
  const api: Harness["api"] = async (route, json) => {
    const [method = "", path = ""] = route.split(" ");
    const text = await send(method, path, json === undefined ? null : JSON.stringify(json));
    return { status: 0, headers: new Headers(), body: JSON.parse(text) };
  };

  const { uploadUrl, ...made } = await openFile({ api }, "harbour.mov");
  await send("PUT", uploadUrl, "moving pictures");
  await api(`PATCH ${FILES}/assets/${made.assetId}/files/${made.fileId}/`, { status: "CLOSED" });
  await transcodeOf({ api }, made);
  for (const [route, body] of REQUESTS) await api(route.replace("~", made.assetId), body);

  const ledger = await send("GET", "/admin/requests", null);
  await twin.close();
  return ledger.replaceAll(/"(?:at|duration_ms)":(?:"[^"]*"|[\d.e-]+),?/g, "");
}

it("the same seed and the same requests leave byte-equal ledgers; another seed does not", async () => {
  const ledger = await ledgerOf(7);
  expect(ledger).toContain("Harbour at dawn");
  expect(ledger).toContain(".mp4?Expires=");
  expect(await ledgerOf(7)).toBe(ledger);
  expect(await ledgerOf(8)).not.toBe(ledger);
});
