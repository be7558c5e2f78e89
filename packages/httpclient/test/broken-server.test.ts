import { expect, test } from "vitest";
import { createHttpClient } from "../src/index.ts";
import { expectError } from "./expect-error.ts";
import { startHttpServer, startTcpServer } from "./local-server.ts";

test("a port that nothing listens on is refused, by address and by a name with two addresses", async () => {
  const server = await startHttpServer(() => undefined);
  await server[Symbol.asyncDispose]();
  const lookup = () =>
    Promise.resolve([
      { address: "127.0.0.1", family: 4 },
      { address: "127.0.0.2", family: 4 },
    ]);
  await using client = createHttpClient({ component: "test", lookup });
  const error = await expectError(client.request({ method: "GET", url: server.url }), "connection_refused");
  expect(error.message).toBe(`GET ${server.url}/: nothing listens there.`);
  const url = `http://two.test:${server.port}`;
  await expectError(client.request({ method: "GET", url }), "connection_refused");
});

test("a name without an address says so", async () => {
  const cause = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
  const results = [() => Promise.reject(cause), () => Promise.resolve([])];
  for (const lookup of results) {
    await using client = createHttpClient({ component: "test", lookup });
    const error = await expectError(client.request({ method: "GET", url: "http://no.test/" }), "name_not_resolved");
    expect(error.message).toContain("no.test");
  }
});

test.each([
  ["closes before it answers", "", "connection_failed"],
  ["closes in the middle of the head", "HTTP/1.1 200 OK\r\ncontent-", "connection_failed"],
  ["closes before the declared length", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf", "connection_failed"],
  [
    "closes in the middle of a chunk",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n8\r\nhal",
    "connection_failed",
  ],
  ["does not speak HTTP", "220 mail.test ESMTP\r\n", "invalid_response"],
  ["sends two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab", "invalid_response"],
  ["sends a chunk that is none", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", "invalid_response"],
] as const)("a server that %s", async (_what, bytes, code) => {
  await using server = await startTcpServer((socket) => socket.once("data", () => socket.end(bytes)));
  await using client = createHttpClient({ component: "test" });
  const error = await expectError(client.request({ method: "GET", url: server.url }), code);
  expect(error.cause).toBeInstanceOf(Error);
});

test("a body that ends with the connection is complete", async () => {
  await using server = await startTcpServer((socket) =>
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nall of it")),
  );
  await using client = createHttpClient({ component: "test" });
  const response = await client.request({ method: "GET", url: server.url });
  expect(response.text()).toBe("all of it");
});

test("a lost connection is not retried, not even for GET", async () => {
  await using server = await startTcpServer((socket) => socket.once("data", () => socket.destroy()));
  await using client = createHttpClient({ component: "test", retries: 2 });
  await expectError(client.request({ method: "GET", url: server.url }), "connection_failed");
  expect(server.connections).toBe(1);
});

test("a client whose server came back sends again", async () => {
  let answers = false;
  await using server = await startTcpServer((socket) =>
    socket.once("data", () => (answers ? socket.end("HTTP/1.1 204 No Content\r\n\r\n") : socket.destroy())),
  );
  await using client = createHttpClient({ component: "test" });
  await expectError(client.request({ method: "GET", url: server.url }), "connection_failed");
  answers = true;
  const response = await client.request({ method: "GET", url: server.url });
  expect(response.status).toBe(204);
});
