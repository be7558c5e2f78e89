import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { probeTwin } from "../testing/probe-twin.ts";
import { startFleet } from "./fleet.ts";
import { listen } from "./listen.ts";
import { createTwin } from "./twin.ts";

const auth = { authorization: "Bearer k1" };

describe("a listener", () => {
  it("serves on loopback and closes twice without harm", async () => {
    const listener = await listen(createTwin(probeTwin), { port: 0 });
    expect(listener.url).toBe(`http://127.0.0.1:${listener.port}`);
    expect((await fetch(`${listener.url}/notes/count`, { headers: auth })).status).toBe(200);
    expect(await listener.close()).toEqual({ finished: 0, aborted: 0 });
    await listener.close();
    await expect(fetch(listener.url)).rejects.toThrow();
  });

  it("names the port that is taken", async () => {
    const first = await listen(createTwin(probeTwin), { port: 0 });
    const second = listen(createTwin(probeTwin), { port: first.port });
    await expect(second).rejects.toMatchObject({
      code: "port_in_use",
      message: expect.stringContaining(String(first.port)),
    });
    await first.close();
  });

  it("does not show its admin API beyond loopback without a token", async () => {
    await expect(listen(createTwin(probeTwin), { port: 0, hostname: "0.0.0.0" })).rejects.toMatchObject({
      code: "admin_unprotected",
    });
  });

  it("finishes a request in flight, tells the client to go, and drops idle connections", async () => {
    const listener = await listen(createTwin(probeTwin, { config: { latency_ms: 200 } }), { port: 0 });
    const idle = connect(listener.port, "127.0.0.1");
    await new Promise((resolve) => idle.once("connect", resolve));
    const idleClosed = new Promise((resolve) => idle.once("close", resolve));
    const inFlight = fetch(`${listener.url}/notes/count`, { headers: auth });
    await expect
      .poll(() => listener.twin.fetch(new Request("http://localhost/admin/health")).then((r) => r.status))
      .toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = listener.close();
    const response = await inFlight;
    expect([response.status, response.headers.get("connection")]).toEqual([200, "close"]);
    idle.end();
    await closed;
    await idleClosed;
  });

  it("survives garbage on the wire", async () => {
    const listener = await listen(createTwin(probeTwin), { port: 0 });
    for (const garbage of [
      "\x00\x01\x02\r\n\r\n",
      "GET /%ZZ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    ]) {
      const socket = connect(listener.port, "127.0.0.1");
      socket.end(garbage);
      await new Promise((resolve) => socket.resume().once("close", resolve));
    }
    expect((await fetch(`${listener.url}/notes/count`, { headers: auth })).status).toBe(200);
    await listener.close();
  });
});

describe("a fleet", () => {
  it("starts every member on a port of its own", async () => {
    const other = { ...probeTwin, name: "other" };
    const fleet = await startFleet([
      { definition: probeTwin, port: 0 },
      { definition: other, port: 0 },
    ]);
    const healths = await Promise.all(
      fleet.listeners.map(async ({ url }) => (await fetch(`${url}/admin/health`)).json() as Promise<{ twin: string }>),
    );
    expect(healths.map(({ twin }) => twin)).toEqual(["twin-probe", "twin-other"]);
    await fleet.close();
  });

  it("starts all or none", async () => {
    const taken = await listen(createTwin(probeTwin), { port: 0 });
    const listening = (): number => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
    const fleet = startFleet([
      { definition: probeTwin, port: 0 },
      { definition: probeTwin, port: taken.port },
    ]);
    await expect(fleet).rejects.toMatchObject({ code: "port_in_use" });
    await expect.poll(listening).toBe(1);
    await taken.close();
  });
});
