import { lookup as lookupAddress } from "node:dns/promises";
import { Agent, type Dispatcher, errors } from "undici";
import { ConnectFailure, createConnector } from "./connect.ts";
import type { Deadline } from "./deadline.ts";
import type { Hop } from "./hop.ts";
import type { HostPolicy } from "./host-policy.ts";
import { HttpClientError } from "./http-client-error.ts";
import type { HttpClientOptions } from "./http-client-options.ts";
import type { ReceivedResponse } from "./http-response.ts";
import { redactUrl } from "./redact-url.ts";

/** Connections to one origin; requests beyond wait for one, bounded by their own timeout. */
const CONNECTIONS_PER_ORIGIN_MAX = 64;
const RESPONSE_HEAD_BYTES_MAX = 64 * 1024;

/** How much of an answer's body is read: more than `maxBytes` fails the request, or is left unread where `cut`. */
export interface BodyBound {
  readonly maxBytes: number;
  readonly cut: boolean;
}

export interface Transport {
  exchange(hop: Hop, deadline: Deadline, bound: BodyBound): Promise<ReceivedResponse>;
  close(): Promise<void>;
}

/** The part that needs undici, and so is loaded by the first request only. */
export function createTransport(options: HttpClientOptions, policy: HostPolicy): Transport {
  const { ca } = options;
  const connector = createConnector({
    ca: ca === undefined || typeof ca === "string" ? ca : [...ca],
    policy,
    lookup: options.lookup ?? ((hostname) => lookupAddress(hostname, { all: true })),
  });
  const agent = new Agent({
    connect: connector.connect,
    allowH2: false,
    connections: CONNECTIONS_PER_ORIGIN_MAX,
    maxHeaderSize: RESPONSE_HEAD_BYTES_MAX,
    // One deadline bounds the whole request, so the per-phase timeouts are off.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    exchange: (hop, deadline, bound) => exchange(agent, hop, deadline, bound),
    async close() {
      connector.destroy();
      await agent.destroy();
    },
  };
}

function exchange(agent: Agent, hop: Hop, deadline: Deadline, bound: BodyBound): Promise<ReceivedResponse> {
  const { signal } = deadline;
  return new Promise((resolve, reject) => {
    const subject = `${hop.method} ${redactUrl(hop.url)}`;
    let controller: Dispatcher.DispatchController | undefined;
    let head: Pick<ReceivedResponse, "status" | "headers"> = { status: 0, headers: {} };
    let chunks: Buffer[] = [];
    let bytes = 0;

    const fail = (error: Error): void => {
      signal.removeEventListener("abort", onAbort);
      reject(error);
      controller?.abort(error);
    };
    const onAbort = (): void => fail(signal.reason as Error);
    const refuseSize = (size: number): void => {
      if (size <= bound.maxBytes || bound.cut) return;
      const message = `${subject}: the body is over the bound of ${bound.maxBytes} bytes. Raise maxResponseBytes if it may be larger.`;
      fail(new HttpClientError("response_too_large", message));
    };
    const finish = (): void => {
      signal.removeEventListener("abort", onAbort);
      resolve({ ...head, body: Buffer.concat(chunks, Math.min(bytes, bound.maxBytes)) });
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    deadline.stage = "connecting";
    agent.dispatch(dispatchOptions(hop), {
      onRequestStart(started) {
        controller = started;
        chunks = [];
        bytes = 0;
        deadline.stage = "waiting for the response headers";
        if (signal.aborted) started.abort(signal.reason as Error);
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return;
        head = { status, headers: joinHeaders(headers) };
        deadline.stage = "reading the response body";
        if (hop.method !== "HEAD") refuseSize(Number(head.headers["content-length"] ?? 0));
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.byteLength;
        chunks.push(chunk);
        refuseSize(bytes);
        if (bytes < bound.maxBytes || !bound.cut) return;
        finish();
        controller?.abort(new Error("the rest of the body is not wanted"));
      },
      onResponseEnd: finish,
      onResponseError: (_controller, error) => fail(describeError(error, subject)),
    });
  });
}

function dispatchOptions(hop: Hop): Dispatcher.DispatchOptions {
  return {
    origin: hop.url.origin,
    path: `${hop.url.pathname}${hop.url.search}`,
    method: hop.method,
    headers: hop.headers,
    body: hop.body,
  };
}

function joinHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : value,
  ]);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function describeError(error: Error & { code?: string }, subject: string): HttpClientError {
  if (error instanceof HttpClientError) return error;
  const { message, code = "" } = error;
  const as = (kind: HttpClientError["code"], what: string): HttpClientError =>
    new HttpClientError(kind, `${subject}: ${what}`, { cause: error });
  if (error instanceof ConnectFailure) return as(error.reason, `${message}.`);
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return as("response_too_large", `the response headers are over the bound of ${RESPONSE_HEAD_BYTES_MAX} bytes.`);
  }
  if (error instanceof errors.HTTPParserError || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") {
    return as("invalid_response", `the answer is not HTTP: ${message}.`);
  }
  if (code === "UND_ERR_INVALID_ARG" || code === "UND_ERR_NOT_SUPPORTED") {
    return as("invalid_request", `the request cannot be sent: ${message}.`);
  }
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") return as("closed", "the client is closed.");
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_"))
    return as("tls", `the TLS session broke: ${message}.`);
  return as("connection_failed", `the connection was lost before the answer was complete: ${message}.`);
}
