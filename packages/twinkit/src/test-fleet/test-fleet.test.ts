import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, expectTypeOf, it } from "vitest";
import { probeTwin } from "../testing/probe-twin.ts";
import { createTestFleet } from "./create-test-fleet.ts";
import type { Fetch } from "./in-process-fetch.ts";
import type { TestTwin, TestWorldTwin } from "./test-twin.ts";

const AT = "2026-01-01T00:00:00.000Z";
const KEY = { authorization: "Bearer k1", "content-type": "application/json" };

const note = async (fetch: Fetch, url: string, headers: Record<string, string> = KEY): Promise<Response> =>
  fetch(`${url}/notes`, { method: "POST", headers, body: JSON.stringify({ text: "a note" }) });
const count = async (fetch: Fetch, url: string, headers: Record<string, string> = KEY): Promise<unknown> =>
  ((await (await fetch(`${url}/notes/count`, { headers })).json()) as { count: unknown }).count;

const start = () => createTestFleet({ twins: [probeTwin], clock: AT });

describe("a test fleet", () => {
  it("has each twin under its name, as its type knows it", async () => {
    await using fleet = await start();
    expectTypeOf(fleet.probe).toEqualTypeOf<TestTwin>();
    expectTypeOf(fleet.world().probe).toEqualTypeOf<TestWorldTwin>();
    // @ts-expect-error -- no such twin was given
    expect(fleet.stripe).toBeUndefined();
    expect(fleet.url("probe")).toBe(fleet.probe.url);
    expect(fleet.probe.url).toBe(`http://${fleet.probe.host}:${fleet.probe.port}`);
    expect(() => fleet.url("stripe")).toThrow(/no twin "stripe"; it has probe/);
  });

  it("answers on its port and in process alike", async () => {
    await using fleet = await start();
    const { url } = fleet.probe;
    expect((await note(fetch, url)).status).toBe(201);
    expect(await count(fleet.probe.fetch, "https://api.probe.test")).toBe(1);
  });

  it("opens no port where it is not to listen", async () => {
    await using fleet = await createTestFleet({ twins: [probeTwin], listen: false });
    expect(fleet.probe.url).toBe("http://probe.twin.invalid");
    expect(await count(fleet.probe.fetch, fleet.probe.url)).toBe(0);
  });

  it("names every twin once, and none as it names its own parts", async () => {
    await expect(createTestFleet({ twins: [probeTwin, probeTwin] })).rejects.toThrow(/probe is in the fleet twice/);
    await expect(createTestFleet({ twins: [{ ...probeTwin, name: "clock" }] })).rejects.toThrow(/clock has a name/);
  });

  it("closes more than once, and its port is free then", async () => {
    const fleet = await start();
    await Promise.all([fleet.close(), fleet.close()]);
    await expect(fetch(fleet.probe.url)).rejects.toThrow("fetch failed");
  });

  it("rejects with the reason of the request's signal", async () => {
    await using fleet = await createTestFleet({ twins: [probeTwin], config: { latency_ms: 60_000 } });
    const abort = new AbortController();
    const slow = fleet.probe.fetch("http://x/notes/count", { headers: KEY, signal: abort.signal });
    abort.abort(new Error("the caller has no time"));
    await expect(slow).rejects.toThrow("the caller has no time");
    await expect(fleet.probe.fetch("http://x/", { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
  });
});

describe("worlds of a test fleet", () => {
  it("are apart, by the header on a socket, by `fetch` and by the credential", async () => {
    await using fleet = await start();
    const [one, two] = [fleet.world(), fleet.world()];
    const { url } = fleet.probe;
    await note(one.probe.fetch, url);
    await note(fetch, url, { ...KEY, ...one.probe.headers });
    await note(fetch, url, { ...KEY, authorization: `Bearer ${one.probe.credential}` });
    expect([await count(one.probe.fetch, url), await count(two.probe.fetch, url)]).toEqual([3, 0]);
    expect(one.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /notes",
      "POST /notes",
      "POST /notes",
      "GET /notes/count",
    ]);
    expect(two.probe.requests()).toHaveLength(1);
    expect(fleet.requests()).toHaveLength(5);
  });

  it("are named by any text, and the same text names the same world", async () => {
    await using fleet = await start();
    const title = "Rückerstattung: ganz & sofort";
    await note(fleet.world(title).probe.fetch, fleet.probe.url);
    expect(fleet.world(title).name).toMatch(/^r_ckerstattung_ganz_sofort_[0-9a-f]{8}$/);
    expect(fleet.world(title).requests()).toHaveLength(1);
    expect(fleet.world("Ruckerstattung: ganz & sofort").requests()).toHaveLength(0);
    expect(fleet.world().name).not.toBe(fleet.world().name);
  });

  it("are reset one by one, or all with the fleet", async () => {
    await using fleet = await start();
    const [one, two] = [fleet.world("one"), fleet.world("two")];
    for (const world of [one, two]) await note(world.probe.fetch, fleet.probe.url);
    one.reset();
    expect([one.requests().length, await count(one.probe.fetch, "http://x")]).toEqual([0, 0]);
    expect(await count(two.probe.fetch, "http://x")).toBe(1);
    fleet.reset();
    expect(fleet.requests()).toEqual([]);
    expect(await count(two.probe.fetch, "http://x")).toBe(0);
  });

  it("leave nothing behind when they are dropped", async () => {
    await using fleet = await start();
    {
      using world = fleet.world("brief");
      await note(world.probe.fetch, fleet.probe.url);
    }
    expect(fleet.requests()).toEqual([]);
    expect(fleet.world("brief").requests()).toEqual([]);
  });

  it("say what to do where the twin knows no credential", async () => {
    const { credential: _, ...without } = probeTwin;
    await using fleet = await createTestFleet({ twins: [without], listen: false });
    expect(() => fleet.world().probe.credential).toThrow(/probe declares no `credential`; select the world by/);
    expect(fleet.world("plain").probe.headers).toEqual({ "WT-World": "plain" });
  });
});

describe("the clock of a test fleet", () => {
  it("stands where it was told to and moves every world, or one", async () => {
    await using fleet = await start();
    const [one, later] = [fleet.world(), fleet.world()];
    await one.clock.advance("24h");
    await fleet.clock.advance(60_000);
    const times = (): string[] => [one, later, fleet].map(({ clock }) => clock.now.toISOString());
    expect(times()).toEqual(["2026-01-02T00:01:00.000Z", "2026-01-01T00:01:00.000Z", "2026-01-01T00:01:00.000Z"]);
    await fleet.clock.set("2027-01-01T00:00:00Z");
    expect(one.clock.now).toEqual(new Date("2027-01-01T00:00:00Z"));
    fleet.reset();
    expect(times()).toEqual([AT, AT, AT]);
    await expect(fleet.clock.advance("a while")).rejects.toThrow(RangeError);
    await expect(fleet.clock.advance(-1)).rejects.toThrow(RangeError);
    await expect(fleet.clock.set("soon")).rejects.toThrow(/soon is no instant/);
  });

  it("flows unless told otherwise, until it is frozen", async () => {
    let wallMs = Date.now();
    await using fleet = await createTestFleet({ twins: [probeTwin] });
    const world = fleet.world();
    expect(world.clock.now.getTime()).toBeGreaterThanOrEqual(wallMs);
    await world.clock.freeze(AT);
    expect(world.clock.now).toEqual(new Date(AT));
    world.clock.unfreeze();
    await expect.poll(() => world.clock.now.getTime()).toBeGreaterThan(Date.parse(AT));
  });

  it("runs what falls due before the advance resolves", async () => {
    await using fleet = await start();
    const { fetch } = fleet.world().probe;
    const body = JSON.stringify({ text: "later", publish_after_ms: 1_000 });
    const made = (await (await fetch("http://x/notes", { method: "POST", headers: KEY, body })).json()) as {
      id: string;
    };
    await fleet.clock.advance("1s");
    const now = (await (await fetch(`http://x/notes/${made.id}`, { headers: KEY })).json()) as { status: string };
    expect(now.status).toBe("published");
  });
});

describe("the rest of a test fleet", () => {
  it("goes back to a snapshot as often as it likes", async () => {
    await using fleet = await start();
    const world = fleet.world();
    const { fetch } = world.probe;
    await note(fetch, "http://x");
    await world.clock.advance("1h");
    const snapshot = world.snapshot();
    for (let round = 0; round < 2; round += 1) {
      await note(fetch, "http://x");
      await world.clock.advance("1h");
      expect([await count(fetch, "http://x"), world.clock.now.getUTCHours()]).toEqual([2, 2]);
      snapshot.restore();
      expect([await count(fetch, "http://x"), world.clock.now.getUTCHours()]).toEqual([1, 1]);
    }
    snapshot.delete();
    expect(snapshot.restore).toThrow(expect.objectContaining({ code: "snapshot_unknown" }));
  });

  it("reaches the admin API in process, in the world", async () => {
    await using fleet = await start();
    const { probe } = fleet.world("one");
    await note(probe.fetch, "http://x");
    expect(await probe.admin("GET", "/requests")).toMatchObject({ requests: [{ path: "/notes" }] });
    expect(await fleet.probe.admin("GET", "/requests")).toEqual({ requests: [], dropped: 0 });
    await expect(probe.admin("PUT", "/config", { strict: 7 })).rejects.toThrow(
      /PUT \/admin\/config was refused with 400/,
    );
  });

  it("settles when webhooks have arrived", async () => {
    await using fleet = await start();
    const world = fleet.world();
    const arrived: string[] = [];
    const server = createServer((request, response) => {
      arrived.push(request.url ?? "");
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const post = (path: string, body: object) =>
      world.probe.fetch(`http://x${path}`, { method: "POST", headers: KEY, body: JSON.stringify(body) });
    await post("/hooks", { url });
    await post("/notes", { text: "now", publish_after_ms: 0 });
    await world.settle();
    expect(arrived).toEqual(["/hook"]);
    for (const { deliveries } of [world.probe, fleet.probe]) {
      expect(deliveries()).toMatchObject([{ event: { type: "note.published" }, status: "delivered", attempts: [{}] }]);
    }
    expect(fleet.world().probe.deliveries()).toEqual([]);
    server.closeAllConnections();
    server.close();
  });
});

describe("faults of a test fleet", () => {
  const DOWN = { match: { method: "POST", path: "/notes" }, effect: { status: 503 } };

  it("strike in one world, and count there", async () => {
    await using fleet = await start();
    const [one, two] = [fleet.world(), fleet.world()];
    const fault = one.probe.fault({ ...DOWN, count: 1 });
    const statuses = [];
    for (const world of [two, one, one]) statuses.push((await note(world.probe.fetch, "http://x")).status);
    expect(statuses).toEqual([201, 503, 201]);
    expect([fault.matched, fault.fired]).toEqual([1, 1]);
  });

  it("strike in every world of the fleet, those included that come later, until they are disarmed", async () => {
    await using fleet = await start();
    const status = async (world = fleet.world()) => (await note(world.probe.fetch, "http://x")).status;
    const [first, second] = [fleet.fault(DOWN), fleet.probe.fault(DOWN)];
    expect([await status(), await status()]).toEqual([503, 503]);
    first.disarm();
    expect(await status()).toBe(503);
    second.disarm();
    expect(await status()).toBe(201);
    expect([first.fired, second.fired]).toEqual([2, 1]);
    fleet.fault(DOWN);
    fleet.reset();
    expect(await status()).toBe(201);
  });

  it("are refused where no twin has what they name, with the path of the field", async () => {
    await using fleet = await start();
    const world = fleet.world();
    const refused = (path: string) => expect.objectContaining({ code: "fault_invalid", path });
    for (const place of [fleet, fleet.probe, world, world.probe]) {
      const nowhere = { match: { operation: "Nothing" }, effect: { status: 500 } };
      expect(() => place.fault(nowhere)).toThrow(refused("match.operation"));
      expect(() => place.fault({ effect: { status: 200 } })).toThrow(refused("effect.status"));
    }
  });

  it("break the connection in process as they do on a socket", async () => {
    await using fleet = await start();
    const world = fleet.world();
    world.fault({ match: DOWN.match, effect: { reset: "after" } });
    await expect(note(world.probe.fetch, "http://x")).rejects.toThrow(TypeError);
    await expect(note(fetch, fleet.probe.url, { ...KEY, ...world.probe.headers })).rejects.toThrow(TypeError);
    expect(await count(world.probe.fetch, "http://x")).toBe(2);
  });

  it("that never answer do not hold up the closing", async () => {
    const fleet = await start();
    fleet.fault({ effect: { timeout: true } });
    const waiting = [note(fleet.probe.fetch, "http://x"), note(fetch, fleet.probe.url)].map((each) =>
      each.catch(() => null),
    );
    const closeMs = performance.now();
    await fleet.close();
    await Promise.all(waiting);
    expect(performance.now() - closeMs).toBeLessThan(10_000);
  });
});
