import { createHttpClient, type HttpClient, type HttpResponse } from "@twinkit-pro/httpclient";
import type { AnyTwinDefinition } from "../../server/fleet.ts";
import { createTestFleet } from "../create-test-fleet.ts";
import type { TestFleet } from "../test-fleet.ts";
import type { TestTwin } from "../test-twin.ts";
import type { LeakCheckRequest } from "./leak.ts";
import { startSilentReceiver } from "./silent-receiver.ts";

/** Long enough to be in flight when the twin closes, short enough to be waited for. */
const LATENCY_MS = 200;
/** A port that is never given out. */
const NOBODY_URL = "http://127.0.0.1:1/";
const HEALTH: LeakCheckRequest = { method: "GET", path: "/admin/health" };
const UNKNOWN_ROUTE: LeakCheckRequest = { method: "GET", path: "/nowhere" };

/**
 * Uses a twin in every way that keeps something active, and closes it in the middle: webhooks that wait for an answer or
 * for their next attempt, work scheduled on a flowing clock, requests in flight on sockets and in process that
 * wait for a latency or for ever, connections kept alive.
 */
export async function exerciseTwin(
  definition: AnyTwinDefinition,
  requests: readonly LeakCheckRequest[],
): Promise<void> {
  const receiver = await startSilentReceiver();
  await useAndClose(definition, requests, { url: receiver.url, told: () => receiver.reached });
  await receiver.close();
  await useAndClose(definition, requests, { url: NOBODY_URL, told: (fleet) => fleet.settle() });
}

/** Where webhooks go, and what to wait for when some were sent. */
interface Target {
  readonly url: string;
  readonly told: (fleet: TestFleet) => Promise<void>;
}

async function useAndClose(
  definition: AnyTwinDefinition,
  requests: readonly LeakCheckRequest[],
  target: Target,
): Promise<void> {
  const fleet = await createTestFleet({ twins: [definition] });
  const twin = fleet.twin(definition.name);
  const client = createHttpClient({ component: "leak-check", retries: 0, loopbackOnly: true });
  const send = (request: LeakCheckRequest): Promise<HttpResponse> => onSocket(client, twin, request);
  await configure(send, { webhook_url: target.url });
  for (const request of requests) await perform(send, request);
  if (await isTelling(send, requests)) await target.told(fleet);
  await configure(send, { latency_ms: LATENCY_MS });
  const begin = (): Promise<unknown>[] =>
    [...requests, UNKNOWN_ROUTE].flatMap((request) => [send(request), inProcess(twin, request)]);
  const delayed = begin();
  fleet.fault({ effect: { timeout: true } });
  const unanswered = begin();
  // What the closing cuts off rejects; that is not the question here.
  const settled = Promise.allSettled([...delayed, ...unanswered]);
  // By the time this is answered the others have arrived.
  await perform(send, HEALTH);
  await fleet.close();
  await settled;
  await client.close();
}

type Send = (request: LeakCheckRequest) => Promise<HttpResponse>;

async function perform(send: Send, request: LeakCheckRequest): Promise<void> {
  const answer = await send(request);
  if (answer.status < 400) return;
  const { method, path } = request;
  const problem = `it was answered ${answer.status}: ${answer.text()}`;
  throw new Error(`The leak check needs ${method} ${path} to work; ${problem}`);
}

/** Whether the world of the requests has a webhook on its way. */
async function isTelling(send: Send, [first]: readonly LeakCheckRequest[]): Promise<boolean> {
  const answer = await send({ method: "GET", path: "/admin/webhooks", headers: first?.headers ?? {} });
  return (answer.json() as { readonly deliveries: readonly unknown[] }).deliveries.length > 0;
}

async function configure(send: Send, change: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  await perform(send, { method: "PUT", path: "/admin/config", headers, body: JSON.stringify(change) });
}

function onSocket(client: HttpClient, twin: TestTwin, request: LeakCheckRequest): Promise<HttpResponse> {
  const { path, ...rest } = request;
  return client.request({ ...rest, url: `${twin.url}${path}` });
}

async function inProcess(twin: TestTwin, { path, ...init }: LeakCheckRequest): Promise<void> {
  const response = await twin.fetch(`${twin.url}${path}`, init);
  await response.arrayBuffer();
}
