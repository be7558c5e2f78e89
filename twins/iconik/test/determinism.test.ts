import { createTwin } from "@twinkit-pro/twinkit";
import { expect, it } from "vitest";
import { twin as definition } from "../src/index.ts";

const START_MS = Date.UTC(2026, 10, 23, 12);
const HEADERS = { "app-id": "determinism", "auth-token": "token", "content-type": "application/json" };

/** Each step gets what the step before answered; `~` in a path stands for the id of the asset. */
const REQUESTS: readonly [method: string, path: string, body?: object][] = [
  ["POST", "/API/assets/v1/assets/", { title: "Harbour" }],
  ["POST", "/API/assets/v1/collections/", { title: "Rushes" }],
  ["POST", "/API/files/v1/assets/~/formats/", { name: "ORIGINAL" }],
  ["POST", "/API/metadata/v1/fields/", { name: "camera", label: "Camera", field_type: "string" }],
  ["POST", "/API/users/v1/groups/", { name: "Editors" }],
  ["POST", "/API/jobs/v1/jobs/", { title: "Import", type: "CUSTOM", status: "STARTED" }],
  ["POST", "/API/assets/v1/assets/~/segments/", { segment_type: "COMMENT", segment_text: "Nice" }],
  [
    "POST",
    "/API/notifications/v1/webhooks/",
    { url: "http://127.0.0.1:9/hook", event_type: "assets", status: "ENABLED" },
  ],
  ["PATCH", "/API/assets/v1/assets/~/", { title: "Harbour at dawn" }],
  ["POST", "/admin/time/advance", { duration: "1h" }],
  ["POST", "/API/search/v1/search/", { query: "harbour", doc_types: ["assets"] }],
  ["GET", "/API/assets/v1/assets/?per_page=1"],
  ["GET", "/API/jobs/v1/jobs/"],
  ["POST", "/API/assets/v1/assets/", {}],
  ["GET", "/API/nowhere/v1/"],
];

async function ledgerOf(seed: number): Promise<string> {
  const twin = createTwin(definition, { seed, clock: { start: { mode: "frozen", atMs: START_MS } } });
  let asset = "";
  for (const [method, path, body] of REQUESTS) {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const url = `http://127.0.0.1:4117${path.replace("~", asset)}`;
    const answer = await twin.fetch(new Request(url, { method, headers: HEADERS, ...content }));
    if (asset === "") asset = ((await answer.json()) as { readonly id: string }).id;
  }
  const ledger = await twin.fetch(new Request("http://127.0.0.1:4117/admin/requests", { headers: HEADERS }));
  const text = await ledger.text();
  await twin.close();
  return text.replaceAll(/"(?:at|duration_ms)":(?:"[^"]*"|[\d.e-]+),?/g, "");
}

it("the same seed and the same requests leave byte-equal ledgers; another seed does not", async () => {
  const ledger = await ledgerOf(7);
  expect(ledger).toContain("Harbour at dawn");
  expect(JSON.parse(ledger)).toMatchObject({ requests: { length: REQUESTS.length - 1 } });
  expect(await ledgerOf(7)).toBe(ledger);
  expect(await ledgerOf(8)).not.toBe(ledger);
});
