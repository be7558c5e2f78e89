import { once } from "node:events";
import type { ServerOptions } from "node:https";
import tls, { type SecureVersion } from "node:tls";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { createHttpClient } from "../src/index.ts";
import { type Certificate, selfSigned } from "./certificates.ts";
import { expectError } from "./expect-error.ts";
import { type LocalServer, startTcpServer, startTlsServer } from "./local-server.ts";

/** OpenSSL speaks the old versions only at this level. */
const OLD_CIPHERS = "DEFAULT@SECLEVEL=0";
const DEFAULTS = { ciphers: tls.DEFAULT_CIPHERS, minVersion: tls.DEFAULT_MIN_VERSION };

let certificate: Certificate;

beforeAll(async () => {
  certificate = await selfSigned();
});

afterEach(() => {
  vi.unstubAllEnvs();
  tls.DEFAULT_CIPHERS = DEFAULTS.ciphers;
  tls.DEFAULT_MIN_VERSION = DEFAULTS.minVersion;
});

/** Makes a connection of this process take the old versions, unless it is told not to. */
function weakenProcess(): void {
  tls.DEFAULT_CIPHERS = OLD_CIPHERS;
  tls.DEFAULT_MIN_VERSION = "TLSv1";
}

function startVersion(version: SecureVersion): Promise<LocalServer> {
  const options = { ...certificate, minVersion: version, maxVersion: version, ciphers: OLD_CIPHERS };
  return startTlsServer(options, (_request, response) => response.end("hello"));
}

async function negotiate(server: LocalServer): Promise<string | null> {
  const socket = tls.connect({ port: server.port, ca: certificate.cert });
  await once(socket, "secureConnect");
  const version = socket.getProtocol();
  socket.destroy();
  return version;
}

test.each(["TLSv1", "TLSv1.1"] as const)("a server that offers only %s is refused", async (version) => {
  weakenProcess();
  await using server = await startVersion(version);
  expect(await negotiate(server)).toBe(version);
  await using client = createHttpClient({ component: "test", ca: certificate.cert });
  const error = await expectError(client.request({ method: "GET", url: server.url }), "tls");
  expect(error.message).toContain("TLS 1.2");
  expect(server.seen).toEqual([]);
});

test.each(["TLSv1.2", "TLSv1.3"] as const)("a server that offers only %s is talked to", async (version) => {
  await using server = await startVersion(version);
  await using client = createHttpClient({ component: "test", ca: certificate.cert });
  const response = await client.request({ method: "GET", url: server.url });
  expect(response.text()).toBe("hello");
});

test("a certificate that no trusted authority signed is refused, whatever the environment says", async () => {
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  await using server = await startVersion("TLSv1.3");
  await using client = createHttpClient({ component: "test" });
  await expectError(client.request({ method: "GET", url: server.url }), "tls");
  expect(server.seen).toEqual([]);
});

test("an expired certificate is refused", async () => {
  const expired = await selfSigned({
    notBefore: new Date("2020-01-01T00:00:00Z"),
    notAfter: new Date("2020-02-01T00:00:00Z"),
  });
  await using server = await startTlsServer(expired, (_request, response) => response.end());
  await using client = createHttpClient({ component: "test", ca: expired.cert });
  const error = await expectError(client.request({ method: "GET", url: server.url }), "tls");
  expect((error.cause as Error).cause).toMatchObject({ code: "CERT_HAS_EXPIRED" });
});

test("the certificate must name the host that was asked for", async () => {
  await using server = await startVersion("TLSv1.3");
  const lookup = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
  await using client = createHttpClient({ component: "test", ca: certificate.cert, lookup });
  const named = await client.request({ method: "GET", url: `https://localhost:${server.port}` });
  expect(named.status).toBe(200);
  await expectError(client.request({ method: "GET", url: `https://other.test:${server.port}` }), "tls");
});

test("the server is told the name that was asked for, and no name for an address", async () => {
  const names: string[] = [];
  const options: ServerOptions = {
    ...certificate,
    SNICallback: (name, use) => {
      names.push(name);
      use(null);
    },
  };
  await using server = await startTlsServer(options, (_request, response) => response.end());
  await using client = createHttpClient({ component: "test", ca: certificate.cert });
  await client.request({ method: "GET", url: `https://localhost:${server.port}` });
  await client.request({ method: "GET", url: server.url });
  expect(names).toEqual(["localhost"]);
});

test("a server that hangs up during the handshake is a TLS failure", async () => {
  await using server = await startTcpServer((socket) => socket.once("data", () => socket.destroy()));
  await using client = createHttpClient({ component: "test" });
  await expectError(client.request({ method: "GET", url: `https://127.0.0.1:${server.port}` }), "tls");
});

test("a server that does not speak TLS at all is a TLS failure", async () => {
  await using server = await startTcpServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await using client = createHttpClient({ component: "test" });
  await expectError(client.request({ method: "GET", url: `https://127.0.0.1:${server.port}` }), "tls");
});
