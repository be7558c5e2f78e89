import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { createHttpClient } from "../src/index.ts";
import { expectError } from "./expect-error.ts";
import { startHttpServer, startTcpServer } from "./local-server.ts";

const REASON = new Error("the job was cancelled");

test("an aborted signal sends nothing", async () => {
  await using server = await startHttpServer((_request, response) => response.end());
  await using client = createHttpClient({ component: "test" });
  const signal = AbortSignal.abort(REASON);
  const error = await expectError(client.request({ method: "GET", url: server.url, signal }), "aborted");
  expect(error.cause).toBe(REASON);
  expect(server.connections).toBe(0);
});

test("an abort while the name is resolved ends the request at once", async () => {
  const abort = new AbortController();
  const lookup = () => {
    abort.abort(REASON);
    return new Promise<never>(() => undefined);
  };
  await using client = createHttpClient({ component: "test", lookup });
  await expectError(client.request({ method: "GET", url: "http://slow.test/", signal: abort.signal }), "aborted");
});

test("an abort during the TLS handshake ends the request at once", async () => {
  const abort = new AbortController();
  await using server = await startTcpServer((socket) => socket.once("data", () => abort.abort(REASON)));
  await using client = createHttpClient({ component: "test" });
  const url = `https://127.0.0.1:${server.port}`;
  await expectError(client.request({ method: "GET", url, signal: abort.signal }), "aborted");
});

test("an abort before the headers ends the request and its connection", async () => {
  const abort = new AbortController();
  await using server = await startHttpServer(() => abort.abort(REASON));
  await using client = createHttpClient({ component: "test" });
  const request = client.request({ method: "GET", url: server.url, signal: abort.signal });
  expect((await expectError(request, "aborted")).cause).toBe(REASON);
  await server.allClosed();
});

test("an abort in the middle of the body ends the request and its connection", async () => {
  const abort = new AbortController();
  await using server = await startHttpServer((_request, response) => {
    response.write("half", () => setImmediate(() => abort.abort(REASON)));
  });
  await using client = createHttpClient({ component: "test" });
  await expectError(client.request({ method: "GET", url: server.url, signal: abort.signal }), "aborted");
  await server.allClosed();
});

test("an abort during the wait for a retry ends the wait", async () => {
  const abort = new AbortController();
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(503, { "retry-after": "20" }).end(() => setImmediate(() => abort.abort(REASON)));
  });
  await using client = createHttpClient({ component: "test" });
  await expectError(client.request({ method: "GET", url: server.url, signal: abort.signal }), "aborted");
  expect(server.seen).toHaveLength(1);
});

test("a sleep that ignores the signal is not waited for", async () => {
  const abort = new AbortController();
  await using server = await startHttpServer((_request, response) => response.writeHead(503).end());
  const sleep = () => {
    abort.abort(REASON);
    return new Promise<void>(() => undefined);
  };
  await using client = createHttpClient({ component: "test", sleep });
  await expectError(client.request({ method: "GET", url: server.url, signal: abort.signal }), "aborted");
});

test("a signal that many requests share keeps no listener of theirs and draws no warning", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on("warning", onWarning);
  const { signal } = new AbortController();
  await using server = await startHttpServer((_request, response) => response.end());
  await using client = createHttpClient({ component: "test" });
  const all = Array.from({ length: 50 }, () => client.request({ method: "GET", url: server.url, signal }));
  await Promise.all(all);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", onWarning);
  expect(warnings.filter((warning) => warning.name === "MaxListenersExceededWarning")).toEqual([]);
});
