import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { PlatformError } from "../errors/platform-error.ts";
import { answerBrokenHttp } from "./broken-http.ts";
import type { HttpEnv } from "./http-env.ts";

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
const TIMEOUT_CHECK_INTERVAL_MS = 1_000;
const HEADER_BYTES_MAX = 16 * 1024;

export interface Listener {
  readonly address: AddressInfo;
  /** Takes no more connections and waits for requests in work; after `timeoutMs` their connections are cut. */
  close(timeoutMs: number): Promise<{ readonly wasCut: boolean }>;
}

/** @throws {PlatformError} `address_unavailable` */
export async function listen(app: Hono<HttpEnv>, host: string, port: number): Promise<Listener> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    createServer,
    serverOptions: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
    },
  }) as Server;
  server.on("clientError", (error, socket) => answerBrokenHttp(error, socket as Socket));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", (error) => reject(addressError(error, host, port)));
  server.listen(port, host, resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`Listening on ${host} gave no address.`);
  return { address, close: (timeoutMs) => closeServer(server, timeoutMs) };
}

async function closeServer(server: Server, timeoutMs: number): Promise<{ wasCut: boolean }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let wasCut = false;
  server.close(() => resolve());
  const timer = setTimeout(() => {
    wasCut = true;
    server.closeAllConnections();
  }, timeoutMs);
  await promise;
  clearTimeout(timer);
  return { wasCut };
}

function addressError(error: Error, host: string, port: number): PlatformError {
  const code = "code" in error ? String(error.code) : error.message;
  const reason =
    code === "EADDRINUSE"
      ? `something else listens there. Stop it, or set PORT to a free port`
      : `the system says ${code}. Set HOST and PORT to an address of this machine that this user may use`;
  return new PlatformError("address_unavailable", `Cannot listen on ${host} port ${port}: ${reason}.`, {
    cause: error,
  });
}
