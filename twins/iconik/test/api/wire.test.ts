import { describe, expect, it } from "vitest";
import { APPLICATION, startTwin } from "../support/harness.ts";
import { ASSETS } from "../support/essence.ts";

describe("the wire", () => {
  it("sends a path without its slash on to the one with it, body and query included", async () => {
    await using harness = await startTwin();
    const headers = { ...APPLICATION, "content-type": "application/json" };
    const url = `${harness.url}/API/assets/v1/assets?assign_to_collection=false`;
    const request = { method: "POST", headers, body: JSON.stringify({ title: "A" }) };
    const redirected = await fetch(url, { ...request, redirect: "manual" });
    expect(redirected.status).toBe(308);
    expect(redirected.headers.get("location")).toBe("/API/assets/v1/assets/?assign_to_collection=false");
    expect(redirected.headers.get("wt-unimplemented")).toBeNull();
    const followed = await fetch(url, request);
    expect(followed.status).toBe(201);
    expect(await followed.json()).toMatchObject({ title: "A" });
  });

  it("answers what it does not know in iconik's envelope, and says so", async () => {
    await using harness = await startTwin();
    const unknown = await harness.api("GET /API/assets/v1/playlists/");
    expect(unknown).toMatchObject({ status: 404, body: { errors: ["Not found"] } });
    expect(unknown.headers.get("wt-unimplemented")).toBe("GET /API/assets/v1/playlists/");
  });

  it("refuses bodies that are no JSON object", async () => {
    await using harness = await startTwin();
    const send = async (body: string, type = "application/json") => {
      const headers = { ...APPLICATION, "content-type": type };
      const response = await fetch(`${harness.url}${ASSETS}`, { method: "POST", headers, body });
      return { status: response.status, body: await response.json() };
    };
    expect(await send("{")).toMatchObject({
      status: 400,
      body: { errors: ["Invalid JSON: the body is not valid JSON"] },
    });
    expect(await send("[]")).toMatchObject({ status: 400, body: { errors: [expect.stringContaining("list")] } });
    expect(await send("title=A", "application/x-www-form-urlencoded")).toMatchObject({
      status: 400,
      body: { errors: ["Request body must be JSON"] },
    });
    const huge = JSON.stringify({ title: "A".repeat(11 * 1024 * 1024) });
    expect(await send(huge)).toMatchObject({ status: 413 });
  });

  it("needs a credential for everything but logging in, and checks it before the body", async () => {
    await using harness = await startTwin();
    const denied = { status: 401, body: { errors: ["Token is invalid"] } };
    expect(await harness.wire(`POST ${ASSETS}`, { json: {} })).toMatchObject(denied);
    expect(await harness.wire(`GET ${ASSETS}`, { headers: { "app-id": "a" } })).toMatchObject(denied);
    expect(await harness.wire(`GET ${ASSETS}`, { headers: { "auth-token": "a" } })).toMatchObject(denied);
  });

  it("keeps each App-ID to a domain of its own", async () => {
    await using harness = await startTwin();
    const { id } = (await harness.api(`POST ${ASSETS}`, { title: "A" })).body;
    const other = { ...APPLICATION, "app-id": "11111111-1111-4111-8111-111111111111" };
    expect((await harness.wire(`GET ${ASSETS}${id}/`, { headers: other })).status).toBe(404);
  });
});
