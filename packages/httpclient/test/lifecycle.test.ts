import { expect, test } from "vitest";
import { createHttpClient } from "../src/index.ts";
import { expectError } from "./expect-error.ts";
import { startHttpServer, startTcpServer } from "./local-server.ts";
import { runProgram } from "./run-program.ts";

test("closing ends requests in flight and every connection, and is final", async () => {
  await using server = await startHttpServer(() => undefined);
  await using silent = await startTcpServer(() => undefined);
  const client = createHttpClient({ component: "test" });
  const waiting = expectError(client.request({ method: "GET", url: server.url }), "closed");
  const url = `https://127.0.0.1:${silent.port}`;
  const connecting = expectError(client.request({ method: "GET", url }), "closed");
  await expect.poll(() => [server.seen.length, silent.connections]).toEqual([1, 1]);
  await client.close();
  await Promise.all([waiting, connecting, server.allClosed(), silent.allClosed()]);
  await expectError(client.request({ method: "GET", url: server.url }), "closed");
  await client.close();
});

test("closing right after a request, before anything is loaded, ends it too", async () => {
  await using server = await startHttpServer((_request, response) => response.end());
  const client = createHttpClient({ component: "test" });
  const early = expectError(client.request({ method: "GET", url: server.url }), "closed");
  await Promise.all([client.close(), early]);
});

test("a client that was never used closes", async () => {
  await createHttpClient({ component: "test" }).close();
});

test("connections are kept and used again", async () => {
  await using server = await startHttpServer((_request, response) => response.end());
  await using client = createHttpClient({ component: "test" });
  for (let count = 0; count < 5; count++) await client.request({ method: "GET", url: server.url });
  expect(server.connections).toBeLessThan(5);
});

test("many requests at once share a bounded number of connections", async () => {
  await using server = await startHttpServer((_request, response) => response.end());
  await using client = createHttpClient({ component: "test" });
  const all = Array.from({ length: 300 }, () => client.request({ method: "GET", url: server.url }));
  const statuses = (await Promise.all(all)).map((response) => response.status);
  expect(statuses).toEqual(Array.from({ length: 300 }, () => 200));
  expect(server.connections).toBeLessThanOrEqual(64);
});

test("a process that closed its client ends by itself, after every kind of outcome", async () => {
  await using server = await startHttpServer((request, response) => {
    if (request.path === "/ok") response.end("ok");
  });
  await using silent = await startTcpServer(() => undefined);
  expect(await runProgram("close-and-end.ts", server.url, `https://127.0.0.1:${silent.port}`)).toBe(
    "200 timeout timeout closed",
  );
});

test("an idle connection does not keep a process running that forgot to close", async () => {
  await using server = await startHttpServer((_request, response) => response.end("ok"));
  expect(await runProgram("forget-to-close.ts", server.url)).toBe("200");
});

test("undici is loaded by the first request, not by importing the package or creating a client", async () => {
  await using server = await startHttpServer((_request, response) => response.end("ok"));
  expect(await runProgram("loaded-modules.ts", server.url)).toBe("imported: false, created: false, requested: true");
});
