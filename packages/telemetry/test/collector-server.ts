import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { gunzipSync } from "node:zlib";
import { TelemetryBatch, TelemetryEvent, type TelemetryItemResult } from "@twinkit-pro/contracts";
import * as v from "valibot";

/** A batch as it arrived, held to the contract. */
export interface ReceivedBatch {
  readonly headers: IncomingHttpHeaders;
  readonly batch: TelemetryBatch;
  readonly events: readonly TelemetryEvent[];
}

export type Answer = (received: ReceivedBatch, response: ServerResponse) => void;

export interface CollectorServer extends AsyncDisposable {
  readonly url: string;
  readonly received: ReceivedBatch[];
  /** Event ids the collector has stored, as the platform's ingest does. */
  readonly stored: Map<string, TelemetryEvent>;
  /** How batches are answered from now on; null stores them. */
  answer: Answer | null;
  readonly openConnections: number;
}

/** A collector on a free loopback port that ends with its block. */
export async function startCollector(answer: Answer | null = null): Promise<CollectorServer> {
  const received: ReceivedBatch[] = [];
  const stored = new Map<string, TelemetryEvent>();
  const store: Answer = (entry, response) => storeAll(entry, response, stored);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const json = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
      const batch = v.parse(TelemetryBatch, JSON.parse(json.toString("utf8")));
      const events = batch.events.map((event) => v.parse(TelemetryEvent, event));
      const entry = { headers: request.headers, batch, events };
      received.push(entry);
      if (request.url !== "/telemetry/v1/ingest" || request.method !== "POST") response.writeHead(404).end();
      else (collector.answer ?? store)(entry, response);
    });
  });
  // Idle connections are the client's to close.
  server.keepAliveTimeout = 0;
  const open = track(server);
  await listen(server);
  const collector: CollectorServer = {
    url: urlOf(server),
    received,
    stored,
    answer,
    get openConnections() {
      return open.size;
    },
    [Symbol.asyncDispose]: () => close(server, open),
  };
  return collector;
}

/** Stores what is new and answers for each event. */
export function storeAll(entry: ReceivedBatch, response: ServerResponse, stored: Map<string, TelemetryEvent>): void {
  const results = entry.events.map((event, index): TelemetryItemResult => {
    const status = stored.has(event.event_id) ? "duplicate" : "accepted";
    stored.set(event.event_id, event);
    return { index, event_id: event.event_id, status };
  });
  answerWith(entry, response, results);
}

export function answerWith(entry: ReceivedBatch, response: ServerResponse, results: TelemetryItemResult[]): void {
  const count = (status: string): number => results.filter((result) => result.status === status).length;
  response.writeHead(200, { "content-type": "application/json" });
  response.end(
    JSON.stringify({
      twin: entry.batch.twin,
      accepted: count("accepted"),
      duplicates: count("duplicate"),
      rejected: count("rejected"),
      results,
    }),
  );
}

/** A collector that speaks no HTTP: what it does with a connection is the test's. */
export async function startTcpCollector(
  onConnection: (socket: Socket) => void,
): Promise<AsyncDisposable & { readonly url: string; readonly openConnections: number }> {
  const server = createTcpServer((socket) => {
    onConnection(socket);
    // Bytes that nobody reads would hide the end of the connection.
    socket.resume();
  });
  const open = track(server);
  await listen(server);
  return {
    url: urlOf(server),
    get openConnections() {
      return open.size;
    },
    [Symbol.asyncDispose]: () => close(server, open),
  };
}

function track(server: Server): Set<Socket> {
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => open.delete(socket));
  });
  return open;
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server, open: Set<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}
