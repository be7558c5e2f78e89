import { expect, test } from "vitest";
import { createHttpClient, type HttpClient, type HttpClientOptions } from "../src/index.ts";
import { type LocalServer, startHttpServer } from "./local-server.ts";

const NOW_MS = Date.parse("2026-01-01T00:00:00Z");

/** Answers with each status in turn, then with 200. */
function startFailing(statuses: readonly number[], headers: Record<string, string> = {}): Promise<LocalServer> {
  const left = [...statuses];
  return startHttpServer((_request, response) => response.writeHead(left.shift() ?? 200, headers).end());
}

function patientClient(waits: number[], options: Partial<HttpClientOptions> = {}): HttpClient {
  const sleep = (ms: number) => Promise.resolve(void waits.push(ms));
  return createHttpClient({ component: "test", sleep, random: () => 0, now: () => NOW_MS, ...options });
}

test.each([429, 502, 503, 504])("status %i is retried", async (status) => {
  const waits: number[] = [];
  await using server = await startFailing([status, status]);
  await using client = patientClient(waits);
  const response = await client.request({ method: "GET", url: server.url });
  expect(response.status).toBe(200);
  expect(waits).toEqual([125, 250]);
  expect(server.seen).toHaveLength(3);
});

test.each([400, 401, 404, 408, 409, 425, 500, 501, 505, 507])("status %i is an answer", async (status) => {
  const waits: number[] = [];
  await using server = await startFailing([status]);
  await using client = patientClient(waits);
  const response = await client.request({ method: "GET", url: server.url });
  expect(response.status).toBe(status);
  expect(waits).toEqual([]);
});

test.each([
  ["GET", undefined, 2],
  ["HEAD", undefined, 2],
  ["PUT", undefined, 2],
  ["DELETE", undefined, 2],
  ["OPTIONS", undefined, 2],
  ["POST", undefined, 1],
  ["PATCH", undefined, 1],
  ["POST", true, 2],
  ["PATCH", true, 2],
  ["GET", false, 1],
  ["PUT", false, 1],
])("%s with idempotent: %s is sent %i times", async (method, idempotent, sent) => {
  await using server = await startFailing([503]);
  await using client = patientClient([]);
  await client.request({ method, url: server.url, idempotent });
  expect(server.seen).toHaveLength(sent);
});

test("a retry sends the same body again", async () => {
  await using server = await startFailing([503]);
  await using client = patientClient([]);
  await client.request({ method: "PUT", url: server.url, body: "payload" });
  expect(server.seen.map((request) => request.body)).toEqual(["payload", "payload"]);
});

test("the last answer is given when the retries are used up", async () => {
  await using server = await startFailing([503, 503, 503]);
  await using client = patientClient([]);
  const response = await client.request({ method: "GET", url: server.url });
  expect(response.status).toBe(503);
  expect(server.seen).toHaveLength(3);
});

test("a client without retries sends once", async () => {
  await using server = await startFailing([503]);
  await using client = patientClient([], { retries: 0 });
  expect((await client.request({ method: "GET", url: server.url })).status).toBe(503);
});

test.each([
  ["7", 7_000],
  ["Thu, 01 Jan 2026 00:00:09 GMT", 9_000],
  ["Wed, 31 Dec 2025 23:00:00 GMT", 0],
  ["soon", 125],
])("Retry-After: %s waits %i ms", async (value, waitMs) => {
  const waits: number[] = [];
  await using server = await startFailing([429], { "retry-after": value });
  await using client = patientClient(waits);
  await client.request({ method: "GET", url: server.url });
  expect(waits).toEqual([waitMs]);
});

test("a Retry-After beyond the timeout is not waited for, nor undercut", async () => {
  const waits: number[] = [];
  await using server = await startFailing([503], { "retry-after": "86400" });
  await using client = patientClient(waits);
  const response = await client.request({ method: "GET", url: server.url });
  expect(response.status).toBe(503);
  expect(waits).toEqual([]);
});

test("the real sleep waits and then sends again", async () => {
  await using server = await startFailing([503], { "retry-after": "0" });
  await using client = createHttpClient({ component: "test" });
  expect((await client.request({ method: "GET", url: server.url })).status).toBe(200);
});
