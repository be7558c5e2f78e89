import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { BodyTooLargeError } from "../wire/body.ts";
import { isAdminPath } from "./admin-path.ts";
import { inboundOf, responseTo } from "./fetch-carrier.ts";
import { interruptSocket } from "./interrupt-socket.ts";
import { originOf } from "./origin.ts";
import { type Answer, failureOfTwin } from "./rendered.ts";
import type { Twin } from "./twin.ts";

/** Longest body that is carried the short way; longer ones and those of unknown length are streamed. */
const PLAIN_BODY_BYTES_MAX = 1024 * 1024;
/** A path and query that the URL parser would leave as they are: no escapes in the path, no dot segments. */
const PLAIN_TARGET = /^\/(?!\.)(?:[\w\-~!$&'()*+,;=:@.]|\/(?!\.))*(?:\?[!$-&(-;=?-~]*)?$/;
const BODYLESS_METHODS = new Set(["GET", "HEAD"]);
const EMPTY = new Uint8Array(0);

type FetchCallback = Parameters<typeof getRequestListener>[0];

/**
 * Carries requests from a socket. Most go the short way, without the objects of the fetch interface, which cost more than
 * the twin's own work; the admin API and whatever is unusual about a request go through `twin.fetch`, and mean the same.
 */
export function socketCarrier(twin: Twin): RequestListener {
  // Ours is a server of HTTP/1.1 only.
  const answer: FetchCallback = (request, { outgoing }) => answerUnusual(twin, request, outgoing as ServerResponse);
  const viaFetch = getRequestListener(answer, { overrideGlobalObjects: false });
  return (incoming, outgoing) => {
    const url = plainUrl(incoming);
    if (url === null || isAdminPath(url)) void viaFetch(incoming, outgoing);
    else void answerSocket(twin, url, incoming, outgoing);
  };
}

async function answerUnusual(twin: Twin, request: Request, outgoing: ServerResponse): Promise<Response> {
  if (isAdminPath(request.url)) return twin.fetch(request);
  const answer = await twin.answer(inboundOf(request));
  if (answer.interruption === undefined) return responseTo(request, answer);
  await interruptSocket(outgoing, answer, answer.interruption);
  return RESPONSE_ALREADY_SENT;
}

/** The absolute URL of a request that can go the short way, else null. */
function plainUrl({ method, url, headers }: IncomingMessage): string | null {
  if (method === undefined || url === undefined || !PLAIN_TARGET.test(url)) return null;
  // The only header that Node gives as a list; it belongs in answers.
  if (headers["set-cookie"] !== undefined) return null;
  if (!BODYLESS_METHODS.has(method)) {
    if (headers["transfer-encoding"] !== undefined || headers.expect !== undefined) return null;
    if (Number(headers["content-length"] ?? 0) > PLAIN_BODY_BYTES_MAX) return null;
  }
  const origin = originOf(headers.host);
  return origin === null ? null : origin + url;
}

async function answerSocket(
  twin: Twin,
  url: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = "GET" } = incoming;
  const answer = await twin.answer({
    method,
    url,
    headers: incoming.headers as Record<string, string>,
    readBody: (maxBytes) => (BODYLESS_METHODS.has(method) ? EMPTY : readIncoming(incoming, maxBytes)),
  });
  if (answer.interruption !== undefined) return interruptSocket(outgoing, answer, answer.interruption);
  try {
    send(outgoing, answer);
  } catch {
    send(outgoing, failureOfTwin());
  }
}

/** @throws TypeError where a header cannot be sent; nothing was sent then */
function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  if (body === null) {
    const empty = status === 204 || status === 304 ? headers : { ...headers, "content-length": 0 };
    outgoing.writeHead(status, empty).end();
    return;
  }
  const isText = typeof body === "string";
  const type = isText && headers["content-type"] === undefined ? { "content-type": "text/plain;charset=UTF-8" } : {};
  const length = isText ? Buffer.byteLength(body) : body.byteLength;
  outgoing.writeHead(status, { ...headers, ...type, "content-length": length }).end(body);
}

async function readIncoming(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(incoming.headers["content-length"] ?? 0);
  if (declared === 0) return EMPTY;
  if (declared > maxBytes) throw new BodyTooLargeError(`${declared} bytes declared, ${maxBytes} allowed`);
  // A short body comes in one piece with the head: once the HTTP parser is through with the piece, it is there whole, and
  // to take it then costs a fraction of what the events of a stream cost.
  await new Promise(setImmediate);
  if (incoming.complete) return (incoming.read() as Buffer | null) ?? EMPTY;
  return collect(incoming, declared);
}

function collect(incoming: IncomingMessage, bytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let missing = bytes;
    // The HTTP parser lets no more through than was declared.
    incoming.on("data", (chunk: Buffer) => {
      missing -= chunk.length;
      chunks.push(chunk);
      if (missing === 0) resolve(Buffer.concat(chunks));
    });
    incoming.on("error", reject);
    if (incoming.destroyed) reject(new Error("the connection was closed before the body had arrived"));
  });
}
