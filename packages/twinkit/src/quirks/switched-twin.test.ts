import { describe, expect, it } from "vitest";
import { probe } from "../testing/client.ts";

const TEXT_COUNT = {
  id: "text_count",
  description: "Counts are text.",
  source: "https://probe.example/quirks",
  default: false,
};

describe("a quirk", () => {
  it("is off by default, changes what the twin does while it is on, and is off again after a reset", async () => {
    await using twin = probe();
    const count = async () => (await twin.call("GET", "/notes/count")).json["count"];
    expect((await twin.call("GET", "/admin/quirks")).json).toEqual({ quirks: [{ ...TEXT_COUNT, on: false }] });
    expect(await count()).toBe(0);
    expect((await twin.call("PUT", "/admin/quirks/text_count")).json).toEqual({ ...TEXT_COUNT, on: true });
    expect(await count()).toBe("0");
    await twin.call("DELETE", "/admin/quirks/text_count");
    expect(await count()).toBe(0);
    await twin.call("PUT", "/admin/quirks/text_count");
    await twin.call("POST", "/admin/reset");
    expect(await count()).toBe(0);
  });

  it("is on in one world only", async () => {
    await using twin = probe();
    await twin.call("PUT", "/admin/quirks/text_count");
    const other = await twin.call("GET", "/notes/count", undefined, { authorization: "Bearer k2" });
    expect(other.json).toEqual({ count: 0 });
  });

  it("goes with snapshots and the exported state", async () => {
    await using twin = probe();
    await using other = probe();
    await twin.call("PUT", "/admin/quirks/text_count");
    await twin.call("POST", "/admin/snapshots", { name: "on" });
    const state = (await twin.call("GET", "/admin/state")).json;
    await twin.call("DELETE", "/admin/quirks/text_count");
    await twin.call("POST", "/admin/snapshots/on/restore");
    await other.call("POST", "/admin/state", state);
    for (const { call } of [twin, other]) expect((await call("GET", "/notes/count")).json).toEqual({ count: "0" });
  });

  it.each([
    ["PUT", "/admin/quirks/nope", undefined, 404, "unknown_quirk", "id"],
    ["DELETE", "/admin/quirks/__proto__", undefined, 404, "unknown_quirk", "id"],
    ["PUT", "/admin/quirks/text_count", { on: true }, 400, "invalid_body", "on"],
    ["POST", "/admin/quirks/text_count", undefined, 405, "method_not_allowed", null],
  ])("%s %s %j is refused and changes nothing", async (method, path, body, status, code, field) => {
    await using twin = probe();
    const answer = await twin.call(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ error: { code, path: field } });
    expect((await twin.call("GET", "/admin/quirks")).json).toEqual({ quirks: [{ ...TEXT_COUNT, on: false }] });
  });

  it("that the twin lacks is refused in a state", async () => {
    await using twin = probe();
    const state = (await twin.call("GET", "/admin/state")).json;
    const answer = await twin.call("POST", "/admin/state", { ...state, quirks: { nope: true } });
    expect(answer.json).toMatchObject({ error: { code: "state_invalid", path: "quirks.nope" } });
  });
});
