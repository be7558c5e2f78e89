import { expect, test } from "vitest";
import { createHttpClient, type HttpClient } from "../src/index.ts";
import { expectError } from "./expect-error.ts";
import { startHttpServer, startTcpServer } from "./local-server.ts";

const SHORT_MS = 200;

function shortClient(): HttpClient {
  return createHttpClient({ component: "test", timeoutMs: SHORT_MS });
}

test("a server that never answers ends in a timeout, and its connection is closed", async () => {
  await using server = await startHttpServer(() => undefined);
  await using client = shortClient();
  const error = await expectError(client.request({ method: "GET", url: server.url }), "timeout");
  expect(error.message).toContain(`within ${SHORT_MS} ms (waiting for the response headers)`);
  await server.allClosed();
});

test("a server that stalls in the middle of the body ends in a timeout", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half");
  });
  await using client = shortClient();
  const error = await expectError(client.request({ method: "GET", url: server.url }), "timeout");
  expect(error.message).toContain("reading the response body");
  await server.allClosed();
});

test("a body that drips on for ever ends in a timeout, although bytes keep coming", async () => {
  await using server = await startHttpServer((_request, response) => {
    const drip = setInterval(() => response.write("x"), 10);
    response.on("close", () => clearInterval(drip));
  });
  await using client = shortClient();
  await expectError(client.request({ method: "GET", url: server.url }), "timeout");
  await server.allClosed();
});

test("interim responses without end are no answer", async () => {
  await using server = await startTcpServer((socket) => {
    const hints = setInterval(() => socket.write("HTTP/1.1 103 Early Hints\r\n\r\n"), 10);
    socket.on("close", () => clearInterval(hints));
  });
  await using client = shortClient();
  await expectError(client.request({ method: "GET", url: server.url }), "timeout");
});

test("a TLS handshake that stalls ends in a timeout", async () => {
  await using server = await startTcpServer(() => undefined);
  await using client = shortClient();
  const url = `https://127.0.0.1:${server.port}`;
  const error = await expectError(client.request({ method: "GET", url }), "timeout");
  expect(error.message).toContain("connecting");
});

test("a name that never resolves ends in a timeout", async () => {
  const lookup = () => new Promise<never>(() => undefined);
  await using client = createHttpClient({ component: "test", timeoutMs: SHORT_MS, lookup });
  await expectError(client.request({ method: "GET", url: "http://slow.test/" }), "timeout");
});

test("redirects share one timeout", async () => {
  await using server = await startHttpServer((request, response) => {
    const step = Number(request.path.slice(1));
    setTimeout(() => response.writeHead(302, { location: `/${step + 1}` }).end(), SHORT_MS / 4);
  });
  await using client = createHttpClient({ component: "test", timeoutMs: SHORT_MS, maxRedirects: 20 });
  await expectError(client.request({ method: "GET", url: `${server.url}/1` }), "timeout");
});

test("the request's own timeout comes before the client's", async () => {
  await using server = await startHttpServer(() => undefined);
  await using client = createHttpClient({ component: "test" });
  const request = client.request({ method: "GET", url: server.url, timeoutMs: SHORT_MS });
  const error = await expectError(request, "timeout");
  expect(error.message).toContain(`within ${SHORT_MS} ms`);
});

test("without an option the bound is 30 seconds", async () => {
  const waits: number[] = [];
  const sleep = (ms: number) => Promise.resolve(void waits.push(ms));
  await using server = await startHttpServer((request, response) => {
    response.writeHead(503, { "retry-after": request.path.slice(1) }).end();
  });
  await using client = createHttpClient({ component: "test", retries: 1, sleep });
  await client.request({ method: "GET", url: `${server.url}/20` });
  await client.request({ method: "GET", url: `${server.url}/30` });
  expect(waits).toEqual([20_000]);
});
