import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import type { LedgerEntry } from "@twinkit-pro/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { START } from "../testing/client.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { type Listener, listen } from "./listen.ts";
import { createTwin, type Twin } from "./twin.ts";

const KEY = { authorization: "Bearer k1" };
const JSON_TYPE = { "content-type": "application/json" };

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  readonly chunked?: boolean;
}

const note = (text: string): Sent => ({
  method: "POST",
  path: "/notes",
  headers: JSON_TYPE,
  body: `{"text":"${text}"}`,
});

/** Each request alone on a new world, so that both carriers make the same ids. */
const REQUESTS: Readonly<Record<string, Sent>> = {
  "a listing with a query": { method: "GET", path: "/notes?limit=5&owner=a%20b&x[]=1" },
  "quotes and brackets in a query": { method: "GET", path: `/notes?owner='a'|{b}^\`` },
  "a creation": note("hello"),
  "text beyond Latin-1": note("żółć 🦆"),
  "a refusal": { method: "GET", path: "/notes/none" },
  "an unknown route": { method: "GET", path: "/none" },
  "a redirect": { method: "GET", path: "/none/" },
  "no credential": { method: "GET", path: "/notes", headers: { authorization: [] } },
  "a body on DELETE": { method: "DELETE", path: "/hooks/none", headers: JSON_TYPE, body: "{}" },
  "an answer without a body": { method: "DELETE", path: "/hooks/none" },
  "the head of a listing": { method: "HEAD", path: "/notes" },
  "the head of an unknown route": { method: "HEAD", path: "/none" },
  "repeated headers": { method: "GET", path: "/notes", headers: { "x-twice": ["a", "b"], cookie: ["c=1", "d=2"] } },
  "a cookie that is set": { method: "GET", path: "/notes", headers: { "set-cookie": ["a=1", "b=2"] } },
  bytes: { method: "PUT", path: "/notes/none/text", body: Uint8Array.from([0, 255, 128, 13, 10]) },
  "bytes over the limit": { method: "PUT", path: "/notes/none/text", body: new Uint8Array(1_025) },
  "a chunked body": { ...note("in pieces"), chunked: true },
  "a chunked body over the limit": {
    method: "PUT",
    path: "/notes/none/text",
    body: new Uint8Array(70_000),
    chunked: true,
  },
  "a long body": note("x".repeat(1_500_000)),
  "a body over the limit": note("x".repeat(10 * 1024 * 1024)),
  "an empty body": { method: "POST", path: "/notes", headers: { ...JSON_TYPE, "content-length": "0" } },
  "a body that is no JSON": { method: "POST", path: "/notes", headers: JSON_TYPE, body: "{" },
  "escapes in a path": { method: "GET", path: "/notes/a%20b%2Fc" },
  "dot segments": { method: "GET", path: "/notes/x/../count" },
  "escaped dot segments": { method: "GET", path: "/notes/%2e%2e/notes/count" },
  "a hidden file": { method: "GET", path: "/notes/.hidden" },
  "two slashes": { method: "GET", path: "//notes" },
  "a host in capitals": { method: "GET", path: "/notes/n/share", headers: { host: "EXAMPLE.test:80" } },
  "links back": { method: "POST", path: "/notes/n/share", headers: { host: "example.test:4111" } },
  "a world by name": { method: "GET", path: "/notes", headers: { "wt-world": "one" } },
  "a world that cannot be": { ...note("nowhere"), headers: { ...JSON_TYPE, "wt-world": "no/world" } },
  "the admin API": { method: "GET", path: "/admin/requests" },
  "nothing of the admin API": { method: "GET", path: "/admin/none" },
};

let twins: readonly [Twin, Twin];
let listener: Listener;

beforeEach(async () => {
  const clock = { start: { mode: "frozen", atMs: START } } as const;
  twins = [createTwin(probeTwin, { clock }), createTwin(probeTwin, { clock })];
  listener = await listen(twins[1], { port: 0 });
});
afterEach(async () => {
  await listener.close();
  await twins[0].close();
});

describe("a socket and a fetch in process mean the same", () => {
  it.each(Object.entries(REQUESTS))("%s", async (_, sent) => {
    const inProcess = await viaFetch(twins[0], sent);
    const overSocket = await viaSocket(listener, sent);
    expect(overSocket).toEqual(inProcess);
    expect(await ledgerOf(twins[1])).toEqual(await ledgerOf(twins[0]));
  });
});

it("notes a body that did not arrive whole, and goes on", async () => {
  const socket = connect(listener.port, "127.0.0.1");
  const cut = "POST /notes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k1\r\ncontent-length: 100\r\n\r\n{";
  socket.end(cut);
  await expect.poll(async () => (await ledgerOf(twins[1])).map(({ status }) => status)).toEqual([400]);
  expect((await viaSocket(listener, note("next"))).status).toBe(201);
});

it("answers with 500 where a definition makes a header that cannot be sent", async () => {
  const broken = createTwin({ ...probeTwin, responseHeaders: () => ({ "x-broken": "a\nb" }) });
  const port = await listen(broken, { port: 0 });
  const expected = { status: 500, body: expect.stringContaining('"internal"') };
  expect(await viaFetch(broken, { method: "GET", path: "/notes" })).toMatchObject(expected);
  expect(await viaSocket(port, { method: "GET", path: "/notes" })).toMatchObject(expected);
  await port.close();
});

interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function viaFetch(twin: Twin, { method, path, headers = {}, body }: Sent): Promise<Received> {
  const { host, ...rest } = { host: "localhost", ...KEY, ...headers };
  const pairs = Object.entries(rest).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, String(each)]),
  );
  const init = { method, headers: pairs, ...(body === undefined ? {} : { body: body as string }) };
  const response = await twin.fetch(new Request(`http://${String(host)}${path}`, init));
  return {
    status: response.status,
    headers: compared(Object.fromEntries(response.headers)),
    body: Buffer.from(await response.arrayBuffer()).toString("latin1"),
  };
}

function viaSocket({ port }: Listener, { method, path, headers = {}, body, chunked }: Sent): Promise<Received> {
  const length = body === undefined || chunked === true ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const all = { host: "localhost", ...KEY, ...length, ...headers };
  const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value.length > 0));
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method, path, headers: present as Record<string, string>, agent: false };
    const outgoing = httpRequest(options, (incoming) => {
      const received = (bytes: Buffer): Received => ({
        status: incoming.statusCode ?? 0,
        headers: compared(incoming.headers),
        body: bytes.toString("latin1"),
      });
      buffer(incoming).then((bytes) => resolve(received(bytes)), reject);
    });
    outgoing.on("error", reject);
    if (chunked === true && body !== undefined) outgoing.write(body.slice(0, 3));
    outgoing.end(chunked === true ? body?.slice(3) : body);
  });
}

/** Without what belongs to the connection. */
function compared(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const connection = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !connection.includes(name)));
}

async function ledgerOf(twin: Twin): Promise<LedgerEntry[]> {
  const worlds = await Promise.all(
    [KEY, { "wt-world": "default" }, { "wt-world": "one" }].map(async (headers) => {
      const response = await twin.fetch(new Request("http://localhost/admin/requests", { headers }));
      return (await response.json()) as { readonly requests?: readonly LedgerEntry[] };
    }),
  );
  return worlds.flatMap(({ requests = [] }) =>
    requests.map((entry) => ({
      ...entry,
      duration_ms: 0,
      request: {
        ...entry.request,
        headers: compared({ ...entry.request.headers, host: null }) as Record<string, string>,
      },
    })),
  );
}
