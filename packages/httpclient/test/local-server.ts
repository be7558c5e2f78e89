import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";

/** A server on a free loopback port that ends with its block and takes its connections with it. */
export interface LocalServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Requests so far, in order. */
  readonly seen: SeenRequest[];
  /** Connections accepted so far. */
  readonly connections: number;
  /** Resolves once every accepted connection is closed. */
  allClosed(): Promise<void>;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type Handler = (request: SeenRequest, response: ServerResponse) => void;

export function startHttpServer(handler: Handler): Promise<LocalServer> {
  const seen: SeenRequest[] = [];
  return listen(createServer(reading(seen, handler)), "http", seen);
}

export function startTlsServer(options: ServerOptions, handler: Handler): Promise<LocalServer> {
  const seen: SeenRequest[] = [];
  return listen(createTlsServer(options, reading(seen, handler)), "https", seen);
}

/** A server of bytes, for what no HTTP server can be made to send. */
export function startTcpServer(onConnection: (socket: Socket) => void): Promise<LocalServer> {
  const server = createTcpServer((socket) => {
    onConnection(socket);
    // Bytes that nobody reads would hide the end of the connection.
    socket.resume();
  });
  return listen(server, "http", []);
}

function reading(seen: SeenRequest[], handler: Handler): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const entry = { method, path: url, headers, body: Buffer.concat(chunks).toString("utf8") };
      seen.push(entry);
      handler(entry, response);
    });
  };
}

async function listen(server: Server, scheme: string, seen: SeenRequest[]): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let onClosed: (() => void) | undefined;
  server.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      sockets.delete(socket);
      if (sockets.size === 0) onClosed?.();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    seen,
    get connections() {
      return connections;
    },
    allClosed: () =>
      new Promise((resolve) => {
        onClosed = resolve;
        if (sockets.size === 0) resolve();
      }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
