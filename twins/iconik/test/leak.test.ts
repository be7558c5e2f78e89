import { checkLeaks } from "@twinkit-pro/twinkit/testing";
import { expect, it } from "vitest";

const headers = { "app-id": "leak", "auth-token": "token", "content-type": "application/json" };
const post = (path: string, body: object) => ({ method: "POST", path, headers, body: JSON.stringify(body) });

/** Events to tell, a job that runs in the background, and a webhook that nobody answers at. */
const requests = [
  post("/API/notifications/v1/webhooks/", { url: "http://127.0.0.1:1/hook", event_type: "assets", status: "ENABLED" }),
  post("/API/assets/v1/assets/", { title: "Sunrise" }),
  post("/API/assets/v1/delete_queue/purge/all/", {}),
];

it("leaves no handle, timer or listener when it is closed in the middle of its work", async () => {
  expect(await checkLeaks(new URL("../dist/index.js", import.meta.url), { requests })).toEqual([]);
});
