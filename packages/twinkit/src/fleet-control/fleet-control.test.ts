import { createServer } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { defineTwin } from "../define/define-twin.ts";
import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { type Fleet, startFleet } from "../server/fleet.ts";
import { START } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { fleetRoutes } from "./fleet-routes.ts";

const other = defineTwin({ ...(probeTwin as unknown as TwinDefinition<TwinTypes>), name: "other" });
const frozen = { clock: { start: { mode: "frozen", atMs: START } } } as const;
const fleets: Fleet[] = [];
afterEach(async () => {
  for (const fleet of fleets.splice(0)) await fleet.close();
});

type Json = Record<string, never>;

async function started(options: { readonly adminToken?: string } = {}) {
  const members = [probeTwin, other].map((definition) => ({ definition, port: 0, options: frozen }));
  const fleet = await startFleet(members, { control: { port: 0, ...options } });
  fleets.push(fleet);
  const call = async (base: string, method: string, path: string, body?: unknown, headers = {}) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(base + path, {
      method,
      headers: { authorization: "Bearer k1", "content-type": "application/json", ...headers },
      ...init,
    });
    return { status: response.status, json: (await response.json()) as Json };
  };
  const [one = "", two = ""] = fleet.listeners.map(({ url }) => url);
  return { fleet, call, control: fleet.control?.url ?? "", one, two };
}

describe("the fleet's control plane", () => {
  it("says which twins there are", async () => {
    const { call, control, one, two } = await started();
    expect((await call(control, "GET", "/admin/health")).json).toMatchObject({
      status: "ok",
      twins: [
        { twin: "twin-probe", url: one, status: "ok" },
        { twin: "twin-other", url: two, status: "ok" },
      ],
    });
  });

  it("moves every clock in step: what is due in any twin runs in the order of its time", async () => {
    const { call, control, one, two } = await started();
    const told: string[] = [];
    // Whoever is told looks at both clocks.
    const receiver = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const { note } = JSON.parse(body) as { note: { text: string } };
        void Promise.all([one, two].map((base) => call(base, "GET", "/admin/time"))).then((clocks) => {
          told.push(`${note.text} ${clocks.map(({ json }) => String(json["time"]).slice(11, 16)).join(" ")}`);
          response.end("{}");
        });
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const { port } = receiver.address() as { port: number };
    for (const base of [one, two]) await call(base, "POST", "/hooks", { url: `http://127.0.0.1:${port}/` });
    const later = (base: string, text: string, hours: number) =>
      call(base, "POST", "/notes", { text, publish_after_ms: hours * 3_600_000 });
    await later(one, "a", 1);
    await later(two, "b", 2);
    await later(one, "c", 3);
    const { json } = await call(control, "POST", "/admin/time/advance", { duration: "4h" });
    receiver.close();
    expect(told).toEqual(["a 01:00 01:00", "b 02:00 02:00", "c 03:00 03:00"]);
    const times = (json["worlds"] as unknown as readonly { time: string }[]).map(({ time }) => time);
    expect(new Set(times)).toEqual(new Set(["2026-01-01T04:00:00.000Z"]));
  });

  it("moves one world of every twin where the call names it", async () => {
    const { call, control, one, two } = await started();
    await call(control, "POST", "/admin/time/set", { time: "2030-05-05T00:00:00Z" }, { "wt-world": "red" });
    for (const base of [one, two]) {
      const red = await call(base, "GET", "/admin/time", undefined, { "wt-world": "red" });
      expect(red.json).toMatchObject({ time: "2030-05-05T00:00:00.000Z" });
      const rest = await call(base, "GET", "/admin/time", undefined, { "wt-world": "default" });
      expect(rest.json).toMatchObject({ time: "2026-01-01T00:00:00.000Z" });
    }
  });

  it("freezes, lets flow and resets everywhere, also where no world is yet", async () => {
    const fleet = await startFleet([{ definition: probeTwin, port: 0 }], { control: { port: 0 } });
    fleets.push(fleet);
    const base = fleet.control?.url ?? "";
    const post = (path: string, body: unknown = {}) =>
      fetch(base + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }).then((response) => response.json() as Promise<Json>);
    expect(await post("/admin/time/freeze")).toMatchObject({ worlds: [{ mode: "frozen" }] });
    await post("/admin/time/set", { time: "2031-01-01T00:00:00Z" });
    const twin = fleet.listeners[0]?.url ?? "";
    await fetch(`${twin}/notes`, { headers: { authorization: "Bearer new" } });
    const late = await fetch(`${twin}/admin/time`, { headers: { authorization: "Bearer new" } });
    expect(await late.json()).toMatchObject({ mode: "frozen", time: "2031-01-01T00:00:00.000Z" });
    expect(await post("/admin/time/unfreeze")).toMatchObject({ worlds: [{ mode: "flowing" }, { mode: "flowing" }] });
    await post("/admin/reset");
    const reset = (await (await fetch(`${base}/admin/time`)).json()) as { worlds: readonly { offset_ms: number }[] };
    expect(Math.abs(reset.worlds[0]?.offset_ms ?? Infinity)).toBeLessThan(1_000);
  });

  it("refuses bad input, and who has not the token", async () => {
    const { call, control } = await started();
    const bad = await call(control, "POST", "/admin/time/advance", { duration: "soon" });
    expect([bad.status, bad.json]).toMatchObject([400, { error: { code: "invalid_body", path: "duration" } }]);
    const world = await call(control, "POST", "/admin/time/advance", { duration: "1h" }, { "wt-world": "../x" });
    expect(world.json).toMatchObject({ error: { code: "world_name_invalid" } });
    expect((await call(control, "GET", "/admin/nothing")).json).toMatchObject({ error: { code: "unknown_route" } });
    const guarded = await started({ adminToken: "correct horse battery staple" });
    expect((await call(guarded.control, "GET", "/admin/health")).status).toBe(401);
  });

  it("names its routes apart from a twin's", () => {
    expect(fleetRoutes().every(({ name }) => name.includes("Fleet"))).toBe(true);
  });
});
