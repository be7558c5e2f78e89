import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createHttpClient } from "../src/index.ts";
import { expectError } from "./expect-error.ts";
import { startHttpServer, startTcpServer } from "./local-server.ts";

const BYTES_MAX = 1_000;

test("a body of exactly the bound is read, one byte more is refused", async () => {
  await using server = await startHttpServer((request, response) =>
    response.end("x".repeat(Number(request.path.slice(1)))),
  );
  await using client = createHttpClient({ component: "test", maxResponseBytes: BYTES_MAX });
  const full = await client.request({ method: "GET", url: `${server.url}/${BYTES_MAX}` });
  expect(full.body.byteLength).toBe(BYTES_MAX);
  const over = client.request({ method: "GET", url: `${server.url}/${BYTES_MAX + 1}` });
  expect((await expectError(over, "response_too_large")).message).toContain("1000 bytes");
});

test("an endless body is cut off", async () => {
  const chunk = "x".repeat(64);
  await using server = await startHttpServer((_request, response) => {
    const pump = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", pump);
    pump();
  });
  await using client = createHttpClient({ component: "test", maxResponseBytes: BYTES_MAX });
  await expectError(client.request({ method: "GET", url: server.url }), "response_too_large");
  await server.allClosed();
});

test("a declared length over the bound is refused before any of the body comes", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200, { "content-length": String(BYTES_MAX + 1) }).flushHeaders();
  });
  await using client = createHttpClient({ component: "test", maxResponseBytes: BYTES_MAX });
  await expectError(client.request({ method: "GET", url: server.url }), "response_too_large");
  await server.allClosed();
});

test("the length that a HEAD answers with is no body", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200, { "content-length": String(BYTES_MAX + 1) }).end();
  });
  await using client = createHttpClient({ component: "test", maxResponseBytes: BYTES_MAX });
  const response = await client.request({ method: "HEAD", url: server.url });
  expect(response.body.byteLength).toBe(0);
});

test("the request's own bound comes before the client's", async () => {
  await using server = await startHttpServer((_request, response) => response.end("12345"));
  await using client = createHttpClient({ component: "test" });
  const small = client.request({ method: "GET", url: server.url, maxResponseBytes: 4 });
  await expectError(small, "response_too_large");
});

test("headers without end are cut off", async () => {
  await using server = await startTcpServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    const line = `x-filler: ${"x".repeat(1_000)}\r\n`;
    const pump = (): void => {
      while (!socket.destroyed && socket.write(line));
    };
    socket.on("drain", pump);
    pump();
  });
  await using client = createHttpClient({ component: "test" });
  await expectError(client.request({ method: "GET", url: server.url }), "response_too_large");
  await server.allClosed();
});

test("a compressed body is never unpacked, and not mistaken for text", async () => {
  const packed = gzipSync("x".repeat(1_000_000));
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(packed);
  });
  await using client = createHttpClient({ component: "test", maxResponseBytes: 10_000 });
  const response = await client.request({ method: "GET", url: server.url });
  expect(Buffer.from(response.body)).toEqual(packed);
  expect(() => response.text()).toThrowError(expect.objectContaining({ code: "invalid_response" }));
  expect(() => response.json()).toThrowError(expect.objectContaining({ code: "invalid_response" }));
});

test("a body that may be cut is read up to the bound, however long it is or says it is", async () => {
  await using server = await startHttpServer((request, response) => {
    if (request.path === "/short") return void response.end("short");
    if (request.path === "/long") return void response.end("x".repeat(BYTES_MAX * 3));
    const pump = (): void => {
      while (!response.destroyed && response.write("x".repeat(64)));
    };
    response.on("drain", pump);
    pump();
  });
  await using client = createHttpClient({ component: "test", maxResponseBytes: BYTES_MAX });
  const cut = async (path: string): Promise<number> =>
    (await client.request({ method: "POST", url: `${server.url}${path}`, cutBody: true })).body.byteLength;
  expect(await cut("/short")).toBe(5);
  expect(await cut("/long")).toBe(BYTES_MAX);
  expect(await cut("/endless")).toBe(BYTES_MAX);
  await client.close();
  await server.allClosed();
});
