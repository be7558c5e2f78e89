import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { TwinkitError } from "../twinkit-error.ts";
import type { Twin } from "./twin.ts";
import type { CloseReport } from "./twin-options.ts";

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
const HEADER_BYTES_MAX = 64 * 1024;
/** How long a closing listener waits for requests in flight. */
const IN_FLIGHT_MS_MAX = 5_000;

export interface ListenOptions {
  /** 0 takes a free port. @default the twin's port of the published table */
  readonly port?: number;
  /** @default "127.0.0.1" */
  readonly hostname?: string;
}

/** A twin on a port. */
export interface Listener {
  readonly twin: Twin;
  readonly url: string;
  readonly port: number;
  /**
   * Stops accepting, lets requests in flight finish (at most 5 s), then finishes background work (at most `drainMs`,
   * default 5 s). Idempotent.
   */
  readonly close: (options?: { readonly drainMs?: number }) => Promise<CloseReport>;
}

/**
 * Puts a twin on a port.
 * @throws TwinkitError `port_in_use` where the port is taken; `admin_unprotected` beyond loopback without an admin token.
 */
export async function listen(twin: Twin, options: ListenOptions = {}): Promise<Listener> {
  const hostname = options.hostname ?? "127.0.0.1";
  const wantedPort = options.port ?? twin.port;
  if (!isLoopback(hostname) && twin.adminToken === null) {
    const problem = `${twin.id} would show its admin API on ${hostname}`;
    throw new TwinkitError("admin_unprotected", `${problem}; set WT_ADMIN_TOKEN or listen on 127.0.0.1.`);
  }
  const server = createAdaptorServer({
    fetch: twin.fetch,
    overrideGlobalObjects: false,
    serverOptions: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
    },
  }) as Server;
  await bind(server, wantedPort, hostname, twin.id);
  const { port } = server.address() as AddressInfo;
  let closed: Promise<CloseReport> | null = null;
  return {
    twin,
    port,
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`,
    close: (closeOptions) => (closed ??= stop(server, twin, closeOptions)),
  };
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function bind(server: Server, port: number, hostname: string, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      const message = `${id} cannot listen on ${hostname}:${port}: the port is taken. Stop what holds it or choose another port.`;
      reject(new TwinkitError("port_in_use", message, { path: String(port), cause: error }));
    });
    server.listen(port, hostname, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

async function stop(server: Server, twin: Twin, options: { readonly drainMs?: number } = {}): Promise<CloseReport> {
  twin.beginClose();
  const stopped = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const cutOff = setTimeout(() => server.closeAllConnections(), IN_FLIGHT_MS_MAX);
  await stopped;
  clearTimeout(cutOff);
  return twin.close(options);
}
