import { expect, test } from "vitest";
import { createHttpClient, type HttpRequest } from "../src/index.ts";
import { selfSigned } from "./certificates.ts";
import { expectError } from "./expect-error.ts";
import { type LocalServer, startHttpServer, startTlsServer } from "./local-server.ts";

const BODY = { method: "POST", headers: { "content-type": "text/plain", "x-trace": "1" }, body: "payload" };

/** Redirects `/from` with the status given; answers everything else. */
function startRedirecting(status: number, location: string): Promise<LocalServer> {
  return startHttpServer((request, response) => {
    if (request.path.startsWith("/from")) response.writeHead(status, { location }).end();
    else response.end("arrived");
  });
}

test.each([
  [301, "GET", "GET", ""],
  [301, "POST", "GET", ""],
  [301, "PUT", "PUT", "payload"],
  [302, "POST", "GET", ""],
  [302, "HEAD", "HEAD", ""],
  [303, "POST", "GET", ""],
  [303, "PUT", "GET", ""],
  [303, "HEAD", "HEAD", ""],
  [307, "POST", "POST", "payload"],
  [308, "POST", "POST", "payload"],
  [308, "DELETE", "DELETE", "payload"],
])("status %i makes of %s a %s on the same host", async (status, method, then, body) => {
  await using server = await startRedirecting(status, "/to");
  await using client = createHttpClient({ component: "test" });
  const content = method === "GET" || method === "HEAD" ? {} : { body: BODY.body };
  const headers = { ...BODY.headers, authorization: "Bearer secret" };
  const response = await client.request({ url: `${server.url}/from`, method, headers, ...content });
  expect(response.url).toBe(`${server.url}/to`);
  const last = server.seen.at(-1);
  expect(last).toMatchObject({ method: then, path: "/to", body });
  expect(last?.headers).toMatchObject({ authorization: "Bearer secret", "x-trace": "1" });
  expect("content-type" in (last?.headers ?? {})).toBe(then === method);
});

test("a redirect without a location, and a status that is none, are answers", async () => {
  await using server = await startHttpServer((request, response) => {
    if (request.path === "/304") response.writeHead(304, { location: "/to" }).end();
    else response.writeHead(302).end();
  });
  await using client = createHttpClient({ component: "test" });
  expect((await client.request({ method: "GET", url: `${server.url}/302` })).status).toBe(302);
  expect((await client.request({ method: "GET", url: `${server.url}/304` })).status).toBe(304);
});

test("with no redirects allowed, a redirect is an answer", async () => {
  await using server = await startRedirecting(302, "/to");
  await using client = createHttpClient({ component: "test" });
  const url = `${server.url}/from`;
  const response = await client.request({ method: "GET", url, maxRedirects: 0 });
  expect(response).toMatchObject({ status: 302, url });
  expect(server.seen).toHaveLength(1);
});

test("redirects are followed up to the bound and no further", async () => {
  await using server = await startHttpServer((request, response) => {
    const left = Number(request.path.slice(1));
    if (left === 0) response.end("arrived");
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  await using client = createHttpClient({ component: "test" });
  const reached = await client.request({ method: "GET", url: `${server.url}/5` });
  expect(reached.text()).toBe("arrived");
  await expectError(client.request({ method: "GET", url: `${server.url}/6` }), "too_many_redirects");
});

const CARRIES: readonly [string, Omit<HttpRequest, "url">][] = [
  ["an authorization header", { method: "GET", headers: { authorization: "Bearer secret" } }],
  ["a cookie", { method: "GET", headers: { cookie: "session=secret" } }],
  ["a vendor's own key header", { method: "GET", headers: { "x-api-key": "secret" } }],
  ["a body", { method: "POST", body: "secret" }],
];

test.each(CARRIES)("a redirect to another host is refused for a request with %s", async (_what, request) => {
  await using other = await startHttpServer((_request, response) => response.end());
  await using server = await startRedirecting(307, `${other.url}/to`);
  await using client = createHttpClient({ component: "test" });
  const error = await expectError(client.request({ ...request, url: `${server.url}/from` }), "redirect_refused");
  expect(error.message).not.toContain("secret");
  expect(other.seen).toEqual([]);
});

test("user information in the URL stays on its host", async () => {
  await using other = await startHttpServer((_request, response) => response.end());
  await using server = await startRedirecting(302, `${other.url}/to`);
  await using client = createHttpClient({ component: "test" });
  const url = `http://user:secret@127.0.0.1:${server.port}/from`;
  await expectError(client.request({ method: "GET", url }), "redirect_refused");
  expect(other.seen).toEqual([]);
});

test("another port of the same name is another host", async () => {
  await using other = await startHttpServer((_request, response) => response.end());
  await using server = await startRedirecting(302, `http://127.0.0.1:${other.port}/`);
  await using client = createHttpClient({ component: "test" });
  const request = { method: "GET", url: `${server.url}/from`, headers: { authorization: "Bearer secret" } };
  await expectError(client.request(request), "redirect_refused");
});

test("a request that carries nothing secret follows to another host", async () => {
  await using other = await startHttpServer((_request, response) => response.end("arrived"));
  await using server = await startRedirecting(302, `${other.url}/to#part`);
  await using client = createHttpClient({ component: "test" });
  const headers = { accept: "application/json" };
  const response = await client.request({ method: "GET", url: `${server.url}/from`, headers });
  expect(response.url).toBe(`${other.url}/to`);
  expect(other.seen[0]?.headers.accept).toBe("application/json");
});

test("a step from https down to http is refused, even on one host and with nothing to lose", async () => {
  const certificate = await selfSigned();
  await using plain = await startHttpServer((_request, response) => response.end());
  await using server = await startTlsServer(certificate, (_request, response) => {
    response.writeHead(302, { location: `${plain.url}/to?key=secret` }).end();
  });
  await using client = createHttpClient({ component: "test", ca: certificate.cert });
  const error = await expectError(client.request({ method: "GET", url: server.url }), "redirect_refused");
  expect(error.message).toContain("not encrypted");
  expect(error.message).not.toContain("secret");
  expect(plain.seen).toEqual([]);
});

test.each([
  ["file:///etc/passwd", "redirect_refused"],
  ["ftp://127.0.0.1/", "redirect_refused"],
  ["http://", "redirect_refused"],
  ["http://user:secret@127.0.0.1/", "redirect_refused"],
] as const)("a redirect to %s is refused", async (location, code) => {
  await using server = await startRedirecting(302, location);
  await using client = createHttpClient({ component: "test" });
  const error = await expectError(client.request({ method: "GET", url: `${server.url}/from` }), code);
  expect(error.message).not.toContain("secret");
});

test("a redirect off the allowed hosts, or off loopback, is refused", async () => {
  await using server = await startRedirecting(302, "http://192.0.2.1/to");
  await using listed = createHttpClient({ component: "test", allowedHosts: ["127.0.0.1"] });
  await expectError(listed.request({ method: "GET", url: `${server.url}/from` }), "host_not_allowed");
  await using local = createHttpClient({ component: "test", loopbackOnly: true });
  await expectError(local.request({ method: "GET", url: `${server.url}/from` }), "not_loopback");
});
