import { Agent, type IncomingMessage, request as httpRequest, type RequestOptions } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Listener, listen } from "../server/listen.ts";
import { createTwin } from "../server/twin.ts";
import { callerOf, type Call } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";

const KEY = { authorization: "Bearer k1" };
const NOTE = { method: "POST", path: "/notes", headers: { ...KEY, "content-type": "application/json" } };
const BODY = '{"text":"hello"}';

let listener: Listener;
let call: Call;

beforeEach(async () => {
  const twin = createTwin(probeTwin);
  listener = await listen(twin, { port: 0 });
  call = callerOf(twin);
});
afterEach(() => listener.close());

const arm = (spec: object) => call("POST", "/admin/faults", spec);
const countOf = async (): Promise<unknown> => (await call("GET", "/notes/count")).json["count"];

/** A request, up to the head of its answer. */
function send(options: RequestOptions, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: "127.0.0.1", port: listener.port, agent: false, ...options }, resolve);
    outgoing.on("error", reject);
    if (body !== undefined && options.headers !== undefined && "transfer-encoding" in options.headers)
      outgoing.write("");
    outgoing.end(body);
  });
}

const failureOf = (request: Promise<unknown>): Promise<unknown> => request.catch((error: unknown) => error);

/** Requests that go each way through the carrier. */
const WAYS: readonly [string, RequestOptions][] = [
  ["the short way", NOTE],
  ["by fetch, for its chunks", { ...NOTE, headers: { ...NOTE.headers, "transfer-encoding": "chunked" } }],
];

describe.each(WAYS)("a connection that breaks (%s)", (_, options) => {
  it.each([
    ["before", 0],
    ["after", 1],
  ])("by a reset %s the request takes effect", async (when, notes) => {
    await arm({ match: { method: "POST" }, effect: { reset: when } });
    await expect(send(options, BODY)).rejects.toMatchObject({ code: "ECONNRESET" });
    await call("DELETE", "/admin/faults");
    expect(await countOf()).toBe(notes);
  });

  it.each([
    ["half", true],
    ["no byte", 0],
    ["all but the last byte", 10_000],
  ])("within the body, of which %s arrives", async (_, truncate) => {
    await arm({ effect: { truncate } });
    const response = await send(options, BODY);
    const length = Number(response.headers["content-length"]);
    const arrived: Buffer[] = [];
    response.on("data", (chunk: Buffer) => arrived.push(chunk));
    const error = await new Promise((resolve) => response.once("error", resolve).once("end", resolve));
    expect(error).toMatchObject({ code: "ECONNRESET" });
    expect([response.statusCode, response.complete]).toEqual([201, false]);
    const bytes = Buffer.concat(arrived).length;
    expect(bytes).toBe(truncate === true ? Math.floor(length / 2) : Math.min(Number(truncate), length - 1));
  });

  it("by silence, until the twin closes; that does not wait for it", async () => {
    await arm({ match: { method: "POST" }, effect: { timeout: "after" } });
    const answer = failureOf(send(options, BODY));
    await expect.poll(countOf).toBe(1);
    const startedMs = performance.now();
    await listener.close();
    expect(performance.now() - startedMs).toBeLessThan(4_000);
    expect(await answer).toMatchObject({ code: "ECONNRESET" });
  });

  it("by silence, until its world is reset", async () => {
    await arm({ match: { method: "POST" }, effect: { timeout: "after" } });
    const answer = failureOf(send(options, BODY));
    await expect.poll(countOf).toBe(1);
    await call("POST", "/admin/reset");
    expect(await answer).toMatchObject({ code: "ECONNRESET" });
  });
});

it("a reset is one on the wire: the client's reads fail", async () => {
  await arm({ effect: { reset: true } });
  const socket = connect(listener.port, "127.0.0.1");
  socket.write(`GET /notes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k1\r\n\r\n`);
  const error = await new Promise((resolve) => socket.once("error", resolve).once("end", () => resolve(null)));
  expect(error).toMatchObject({ code: "ECONNRESET", syscall: "read" });
});

it("fetch sees each of them as it does from any server", async () => {
  const get = () => fetch(`${listener.url}/notes`, { headers: KEY });
  await arm({ count: 1, effect: { reset: "before" } });
  await expect(get()).rejects.toThrow("fetch failed");
  await arm({ count: 1, effect: { truncate: 3 } });
  await expect(get().then((response) => response.text())).rejects.toThrow("terminated");
  await arm({ count: 1, effect: { timeout: true } });
  const impatient = fetch(`${listener.url}/notes`, { headers: KEY, signal: AbortSignal.timeout(50) });
  await expect(impatient).rejects.toMatchObject({ name: "TimeoutError" });
  expect((await get()).status).toBe(200);
});

it("clients that leave end the wait for an answer that never comes", async () => {
  await arm({ effect: { timeout: true } });
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const clients = Array.from({ length: 20 }, () => {
    const options = { host: "127.0.0.1", port: listener.port, path: "/notes", headers: KEY, agent: false };
    return httpRequest(options).on("error", () => undefined);
  });
  for (const client of clients) client.end();
  await expect.poll(timers).toBeGreaterThanOrEqual(clients.length);
  for (const client of clients) client.destroy();
  await expect.poll(timers).toBeLessThan(clients.length / 2);
});

it("the other requests of a connection that is kept alive are untouched", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await arm({ sequence: ["ok", "fail", "ok"], effect: { status: 500, latency_ms: 1 } });
  const statuses: unknown[] = [];
  for (let at = 0; at < 3; at += 1) {
    const response = await send({ path: "/notes", headers: KEY, agent });
    await buffer(response);
    await setImmediate();
    statuses.push([response.statusCode, response.headers.connection]);
  }
  agent.destroy();
  expect(statuses).toEqual([200, 500, 200].map((status) => [status, "keep-alive"]));
});

it("a body that was cut is not the end of the twin: the next connection is served", async () => {
  await arm({ count: 3, effect: { truncate: true } });
  const all = await Promise.allSettled(
    Array.from({ length: 6 }, () => fetch(`${listener.url}/notes`, { headers: KEY }).then((answer) => answer.text())),
  );
  expect(all.filter(({ status }) => status === "rejected")).toHaveLength(3);
});

it("HEAD has no body to cut: its connection is reset", async () => {
  await arm({ effect: { truncate: true } });
  await expect(send({ method: "HEAD", path: "/notes", headers: KEY })).rejects.toMatchObject({ code: "ECONNRESET" });
});
