import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createCheckout } from "./checkout.ts";
import { freePort, holdPort } from "./free-port.ts";

describe("wt up and wt down", () => {
  it("start and stop twins, once each however often they are called", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    const first = await checkout.wt("up", "--json");
    expect([first.exitCode, first.stderr]).toEqual([0, ""]);
    const { twins } = first.json() as { twins: { pid: number; twin: string; url: string }[] };
    expect(twins.map(({ twin }) => twin).toSorted()).toEqual(["one", "two"]);
    expect(new Set(twins.map(({ pid }) => pid)).size).toBe(1);
    expect((await fetch(`${twins[0]?.url}/admin/health`)).status).toBe(200);
    const again = (await checkout.wt("up", "--json")).json() as { twins: object[] };
    expect(again.twins).toMatchObject(twins.map(({ pid, twin, url }) => ({ pid, twin, url, healthy: true })));
    expect((await checkout.wt("down")).stdout).toContain("one: stopped");
    await expect(fetch(`${twins[0]?.url}/admin/health`)).rejects.toThrow();
    expect((await checkout.wt("down")).stdout).toBe("No twin was running.\n");
  });

  it("show where the fleet's own admin API is, which moves every clock", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    const up = (await checkout.wt("up", "--json")).json() as { twins: { fleet: string; url: string }[] };
    const { fleet } = up.twins[0]!;
    expect(up.twins.map((twin) => twin.fleet)).toEqual([fleet, fleet]);
    expect((await checkout.wt("status")).stdout).toContain(`Inspector: ${fleet}/admin/ui`);
    const time = { method: "POST", headers: { "content-type": "application/json" }, body: '{"duration":"48h"}' };
    expect((await fetch(`${fleet}/admin/time/advance`, time)).status).toBe(200);
    for (const { url } of up.twins) {
      const { offset_ms } = (await (await fetch(`${url}/admin/time`)).json()) as { offset_ms: number };
      // The clock flows: some milliseconds pass while it is moved.
      expect(Math.abs(offset_ms - 48 * 3_600_000)).toBeLessThan(10_000);
    }
    await checkout.wt("down", "one");
    const health = (await (await fetch(`${fleet}/admin/health`)).json()) as { twins: { twin: string }[] };
    expect(health.twins.map(({ twin }) => twin)).toEqual(["twin-two"]);
    await checkout.wt("down");
    await expect(fetch(`${fleet}/admin/health`)).rejects.toThrow();
  });

  it("give each twin a process of its own with --isolate", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    const { twins } = (await checkout.wt("up", "--isolate", "--json")).json() as { twins: { pid: number }[] };
    expect(new Set(twins.map(({ pid }) => pid)).size).toBe(2);
  });

  it("keep the worlds in the directory that --data names, across restarts", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    const up = async () => {
      const run = await checkout.wt("up", "--data", join(checkout.root, "kept"), "--json");
      expect([run.exitCode, run.stderr]).toEqual([0, ""]);
      return (run.json() as { twins: { url: string }[] }).twins[0]!.url;
    };
    const world = { "wt-world": "kept", "content-type": "application/json" };
    const time = { method: "POST", headers: world, body: '{"time":"2031-01-01T00:00:00Z"}' };
    const url = await up();
    expect((await fetch(`${url}/admin/time/freeze`, { method: "POST", headers: world })).status).toBe(200);
    expect((await fetch(`${url}/admin/time/set`, time)).status).toBe(200);
    await checkout.wt("down");
    const again = await fetch(`${await up()}/admin/time`, { headers: world });
    expect(await again.json()).toMatchObject({ world: "kept", time: "2031-01-01T00:00:00.000Z", mode: "frozen" });
  });

  it("stop one twin and keep the other of the same process, with what it holds", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", await freePort());
    const { twins } = (await checkout.wt("up", "--json")).json() as {
      twins: { pid: number; twin: string; url: string }[];
    };
    const two = twins.find(({ twin }) => twin === "two");
    await fetch(`${two?.url}/admin/time/advance`, {
      method: "POST",
      headers: { "content-type": "application/json", "wt-world": "mine" },
      body: '{"duration":"1h"}',
    });
    const before = (await checkout.wt("status", "--json")).json() as { twins: { twin: string; worlds: number }[] };
    const worlds = new Map(before.twins.map((each) => [each.twin, each.worlds]));
    expect(worlds.get("two")).toBeGreaterThan(worlds.get("one") ?? Infinity);
    expect((await checkout.wt("down", "one", "--json")).json()).toEqual({
      stopped: [{ twin: "one", outcome: "stopped" }],
    });
    const after = (await checkout.wt("status", "--json")).json() as { twins: { worlds: number }[] };
    expect(after.twins).toMatchObject([{ twin: "two", healthy: true, pid: two?.pid, worlds: worlds.get("two") }]);
    const back = (await checkout.wt("up", "--json")).json() as { twins: { pid: number; healthy: boolean }[] };
    expect(back.twins.map(({ healthy }) => healthy)).toEqual([true, true]);
    expect(new Set(back.twins.map(({ pid }) => pid)).size).toBe(2);
  });

  it("start each twin once when two commands start them at the same time", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    const [first, second] = await Promise.all([checkout.wt("up", "--json"), checkout.wt("up", "--json")]);
    const twins = ({ json }: typeof first): { pid: number }[] => (json() as { twins: { pid: number }[] }).twins;
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(twins(first)[0]?.pid).toBe(twins(second)[0]?.pid);
  });

  it("move every port with --port-offset, and refuse one that no port is left for", async () => {
    await using checkout = await createCheckout();
    const port = await freePort();
    await checkout.addTwin("one", port - 7);
    const { twins } = (await checkout.wt("up", "--port-offset", "7", "--json")).json() as { twins: { url: string }[] };
    expect(twins[0]?.url).toBe(`http://127.0.0.1:${port}`);
    await checkout.wt("down");
    const refused = await checkout.wt("up", "--port-offset", "65000");
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining("ports end at 65535")]);
  });

  it("name the taken port and who holds it, and start nothing", async () => {
    await using checkout = await createCheckout();
    const { port, server } = await holdPort();
    await checkout.addTwin("one", await freePort());
    await checkout.addTwin("two", port);
    const result = await checkout.wt("up");
    server.close();
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(`Port ${port} is held by`);
    if (process.platform === "linux") expect(result.stderr).toContain(`process ${process.pid} (`);
    expect((await checkout.wt("status", "--json")).json()).toEqual({ twins: [] });
  });

  it("start nothing at all where one of several processes cannot start", async () => {
    await using checkout = await createCheckout();
    const { port, server } = await holdPort();
    await checkout.addTwin("one", Math.min(port - 1, await freePort()));
    await checkout.addTwin("two", port);
    const result = await checkout.wt("up", "--isolate", "--json");
    server.close();
    expect(result.json()).toMatchObject({ error: { code: "port_in_use" } });
    expect(await checkout.log("one")).toContain('"msg":"stopped"');
    expect((await checkout.wt("status", "--json")).json()).toEqual({ twins: [] });
  });

  it("say what a broken module did", async () => {
    await using checkout = await createCheckout();
    await checkout.addTwin("one", await freePort());
    await checkout.write("twins/one/dist/index.js", "export const other = 1;");
    const result = await checkout.wt("up", "--json");
    expect(result.exitCode).toBe(1);
    expect(result.json()).toMatchObject({
      error: { code: "start_failed", message: expect.stringContaining("`twin`") },
    });
  });
});
