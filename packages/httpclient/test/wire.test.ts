import { expect, test } from "vitest";
import { createHttpClient } from "../src/index.ts";
import { expectError } from "./expect-error.ts";
import { startHttpServer } from "./local-server.ts";

test("a request arrives as it was meant, and its answer comes back whole", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(201, [
      ["X-Id", "1"],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
      ["Content-Type", "application/json"],
    ]);
    response.end('{"ok":true}');
  });
  await using client = createHttpClient({ component: "twin-stripe", version: "1.2.3" });
  const response = await client.request({
    method: "post",
    url: `${server.url}/a%20b?x=1&y=%2F#fragment`,
    headers: { "Content-Type": "text/plain", "X-Latin": "é" },
    body: new TextEncoder().encode("naïve"),
  });
  expect(server.seen[0]).toMatchObject({ method: "POST", path: "/a%20b?x=1&y=%2F", body: "naïve" });
  expect(server.seen[0]?.headers).toEqual({
    host: `127.0.0.1:${server.port}`,
    connection: "keep-alive",
    "user-agent": "wondertwin/1.2.3 (+twin-stripe)",
    "content-type": "text/plain",
    "content-length": "6",
    "x-latin": "é",
  });
  expect(response.status).toBe(201);
  expect(response.headers).toMatchObject({ "x-id": "1", "set-cookie": "a=1, b=2" });
  expect(response.json()).toEqual({ ok: true });
  expect(response.text()).toBe('{"ok":true}');
});

test("the User-Agent names the package's version by default, and the caller may replace it", async () => {
  await using server = await startHttpServer((_request, response) => response.end());
  await using client = createHttpClient({ component: "wt" });
  await client.request({ method: "GET", url: server.url });
  await client.request({
    method: "GET",
    url: server.url,
    headers: { "User-Agent": "Stripe/1.0 (+https://stripe.com)" },
  });
  expect(server.seen.map((request) => request.headers["user-agent"])).toEqual([
    "wondertwin/0.1.0 (+wt)",
    "Stripe/1.0 (+https://stripe.com)",
  ]);
});

test("user information in the URL becomes Basic credentials, unless the caller brings its own", async () => {
  await using server = await startHttpServer((_request, response) => response.end());
  await using client = createHttpClient({ component: "test" });
  const url = `http://us%40er:p%3Ass@127.0.0.1:${server.port}/`;
  const response = await client.request({ method: "GET", url });
  await client.request({ method: "GET", url, headers: { Authorization: "Bearer own" } });
  const basic = `Basic ${Buffer.from("us@er:p:ss").toString("base64")}`;
  expect(server.seen.map((request) => request.headers.authorization)).toEqual([basic, "Bearer own"]);
  expect(response.url).toBe(`${server.url}/`);
});

test("an answer that is not JSON is an error only where JSON is asked for", async () => {
  await using server = await startHttpServer((_request, response) => response.end("<html>"));
  await using client = createHttpClient({ component: "test" });
  const response = await client.request({ method: "GET", url: `${server.url}/?token=secret` });
  expect(response.text()).toBe("<html>");
  expect(() => response.json()).toThrowError(/token=\*\*\* answered 200: the body of 6 bytes is not JSON/);
});

test("hosts that are not allowed are never connected to", async () => {
  await using server = await startHttpServer((_request, response) => response.end());
  await using client = createHttpClient({ component: "test", allowedHosts: ["api.example.com"] });
  const error = await expectError(client.request({ method: "GET", url: server.url }), "host_not_allowed");
  expect(error.message).toContain(`host 127.0.0.1:${server.port} is not allowed`);
  expect(server.connections).toBe(0);
});

test("no message tells a secret of the URL", async () => {
  await using server = await startHttpServer(() => undefined);
  await using client = createHttpClient({ component: "test", timeoutMs: 50 });
  const secrets = `http://user:hush1@127.0.0.1:${server.port}/path?api_key=hush2&x=hush3#hush4`;
  const error = await expectError(client.request({ method: "GET", url: secrets }), "timeout");
  expect(error.message).toContain(`GET ${server.url}/path?api_key=***&x=***: `);
  expect(error.message).not.toContain("hush");
  const broken = await expectError(client.request({ method: "GET", url: "http://u:hush@[bad/" }), "invalid_url");
  expect(broken.message).not.toContain("hush");
  expect(broken.cause).toBeUndefined();
});
