import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TwinkitError } from "../twinkit-error.ts";

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
const HEADER_BYTES_MAX = 64 * 1024;
/** How long a closing server waits for requests in flight. */
const IN_FLIGHT_MS_MAX = 5_000;

export interface Binding {
  readonly hostname: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Who wants the port, for the message that it is taken. */
  readonly owner: string;
}

/** An HTTP server on a port. */
export interface BoundServer {
  readonly url: string;
  readonly port: number;
  /** Stops accepting, drops idle connections and lets requests in flight finish, at most 5 s. */
  readonly stop: () => Promise<void>;
}

/**
 * Opens an HTTP/1.1 server with the limits that all of ours have.
 * @throws TwinkitError `port_in_use` where the port is taken
 */
export async function openHttpServer(onRequest: RequestListener, binding: Binding): Promise<BoundServer> {
  const { hostname } = binding;
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
      joinDuplicateHeaders: true,
    },
    onRequest,
  );
  await bind(server, binding);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`,
    stop: () => stop(server),
  };
}

function bind(server: Server, { hostname, port, owner }: Binding): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      const message = `${owner} cannot listen on ${hostname}:${port}: the port is taken. Stop what holds it or choose another port.`;
      reject(new TwinkitError("port_in_use", message, { path: String(port), cause: error }));
    });
    server.listen(port, hostname, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

async function stop(server: Server): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const cutOff = setTimeout(() => server.closeAllConnections(), IN_FLIGHT_MS_MAX);
  await stopped;
  clearTimeout(cutOff);
}
