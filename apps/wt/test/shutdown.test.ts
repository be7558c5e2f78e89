import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { startHost } from "./host.ts";

const WAIT = { timeout: 15_000 };
/** What the README states. */
const STOP_MS_MAX = 25_000;
const HOUR_MS = 3_600_000;

/** A job of an hour, which a shutdown finishes, and one that a shutdown may forget. */
const MODULE = `
  const finish = { name: "job.finish", atShutdown: "run", run: () => console.log("the job is finished") };
  const renew = { name: "job.renew", atShutdown: "drop", run: () => console.log("the job is renewed") };
  const post = (pattern, run) => ({ method: "POST", pattern, body: null, query: null, run });
  export const twin = {
    name: "one", version: "1.0.0", port: 1, state: {}, errors: {}, parameters: "flat", accepts: ["json"],
    authenticate: () => ({ world: "w" }), requestId: () => "r",
    webhooks: {
      messages: (event, context, target) => target === null ? []
        : [{ event: { id: "ev_1", type: event.type }, endpoint: "target", url: target, body: "{}", secret: "" }],
      headers: { "content-type": "application/json" }, retry: { delaysMs: [] }, timeoutMs: 3600000,
    },
    resources: [{ name: "job", actions: [finish, renew], operations: {
      PostJobs: post("/jobs", ({ schedule, emit }) => {
        emit({ type: "job.made" });
        schedule.after(${HOUR_MS}, finish, {});
        schedule.after(${HOUR_MS}, renew, {});
        return { accepted: true };
      }),
    } }],
  };`;

/** A connection on which the host is known to have read the head of a request whose body is still to come. */
async function beginRequest(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const head = "Host: x\r\nContent-Type: application/json\r\n";
  socket.write(`GET /admin/health HTTP/1.1\r\n${head}\r\nPOST /jobs HTTP/1.1\r\n${head}Content-Length: 2\r\n\r\n{`);
  await once(socket, "data");
  return socket;
}

async function refusesConnections(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

it.each(["SIGTERM", "SIGINT"] as const)(
  "%s: no new connection, the request in flight and the running job are finished, exit code 0",
  async (signal) => {
    await using host = await startHost(MODULE);
    const socket = await beginRequest(host.port);
    const answer = text(socket);
    const signalledMs = performance.now();
    host.child.kill(signal);
    await expect.poll(() => refusesConnections(host.port), WAIT).toBe(true);
    socket.write("}");
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*connection: close\r\n[^]*\{"accepted":true\}/i);
    expect(await host.ended).toBe(0);
    expect(performance.now() - signalledMs).toBeLessThan(STOP_MS_MAX);
    const log = await host.log;
    expect(log).toContain("the job is finished");
    expect(log).not.toContain("the job is renewed");
    expect(log).toMatch(/"msg":"twin stopped","twin":"twin-one","finished":1,"aborted":0\}\n.*"msg":"stopped"/);
  },
);

it("cuts off a request that does not end, and still ends with 0 within the bound", async () => {
  await using host = await startHost(MODULE);
  const socket = await beginRequest(host.port);
  const closed = once(socket, "close");
  const signalledMs = performance.now();
  host.child.kill("SIGTERM");
  expect(await host.ended).toBe(0);
  expect(performance.now() - signalledMs).toBeLessThan(STOP_MS_MAX);
  await closed;
});

it("gives up a webhook that nobody answers, and still ends with 0 within the bound", async () => {
  await using host = await startHost(MODULE);
  const receiver = createServer((socket) => void socket.on("error", () => undefined));
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const url = `http://127.0.0.1:${host.port}`;
  const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
  const json = { "content-type": "application/json" };
  const config = { method: "PUT", headers: json, body: JSON.stringify({ webhook_url: webhookUrl }) };
  expect((await fetch(`${url}/admin/config`, config)).status).toBe(200);
  const told = once(receiver, "connection");
  expect((await fetch(`${url}/jobs`, { method: "POST", headers: json, body: "{}" })).status).toBe(200);
  await told;
  const signalledMs = performance.now();
  host.child.kill("SIGTERM");
  expect(await host.ended).toBe(0);
  expect(performance.now() - signalledMs).toBeLessThan(STOP_MS_MAX);
  expect(await host.log).toMatch(/"msg":"twin stopped","twin":"twin-one","finished":1,"aborted":[1-9]/);
  receiver.close();
});

it.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)("the second %s ends it at once, with %i", async (signal, exitCode) => {
  await using host = await startHost(MODULE);
  const socket = await beginRequest(host.port);
  socket.on("error", () => undefined);
  host.child.kill("SIGTERM");
  await expect.poll(() => refusesConnections(host.port), WAIT).toBe(true);
  host.child.kill(signal);
  expect(await host.ended).toBe(exitCode);
  expect(await host.log).not.toContain('"msg":"stopped"');
  socket.destroy();
});
