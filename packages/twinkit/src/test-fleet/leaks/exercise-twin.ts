import type { AnyTwinDefinition } from "../../server/fleet.ts";
import { createTestFleet } from "../create-test-fleet.ts";
import type { TestFleet } from "../test-fleet.ts";
import type { TestTwin } from "../test-twin.ts";
import type { LeakCheckRequest } from "./leak.ts";
import { startSilentReceiver } from "./silent-receiver.ts";
import { createSocketClient, type SocketClient } from "./socket-client.ts";

/** Long enough to be in flight when the twin closes, short enough to be waited for. */
const LATENCY_MS = 200;
/** A port that is never given out. */
const NOBODY_URL = "http://127.0.0.1:1/";
const HEALTH: LeakCheckRequest = { method: "GET", path: "/admin/health" };
const UNKNOWN_ROUTE: LeakCheckRequest = { method: "GET", path: "/nowhere" };

/**
 * Uses a twin in every way that keeps something active, and closes it in the middle: webhooks that wait for an answer or
 * for their next attempt, work scheduled on a flowing clock, delayed requests in flight on sockets and in process,
 * connections kept alive.
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
  const client = createSocketClient(twin.url);
  await configure(client, { webhook_url: target.url });
  for (const request of requests) await perform(client, request);
  if (await isTelling(client, requests)) await target.told(fleet);
  await configure(client, { latency_ms: LATENCY_MS });
  const inFlight = [...requests, UNKNOWN_ROUTE].flatMap((request) => [client.send(request), inProcess(twin, request)]);
  // What the closing cuts off rejects; that is not the question here.
  const settled = Promise.allSettled(inFlight);
  // By the time this is answered the others have arrived.
  await perform(client, HEALTH);
  await fleet.close();
  await settled;
  client.close();
}

async function perform(client: SocketClient, request: LeakCheckRequest): Promise<void> {
  const { status, body } = await client.send(request);
  if (status < 400) return;
  throw new Error(`The leak check needs ${request.method} ${request.path} to work; it was answered ${status}: ${body}`);
}

/** Whether the world of the requests has a webhook on its way. */
async function isTelling(client: SocketClient, [first]: readonly LeakCheckRequest[]): Promise<boolean> {
  const { body } = await client.send({ method: "GET", path: "/admin/webhooks", headers: first?.headers ?? {} });
  return (JSON.parse(body) as { readonly deliveries: readonly unknown[] }).deliveries.length > 0;
}

async function configure(client: SocketClient, change: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  await perform(client, { method: "PUT", path: "/admin/config", headers, body: JSON.stringify(change) });
}

async function inProcess(twin: TestTwin, { path, ...init }: LeakCheckRequest): Promise<void> {
  const response = await twin.fetch(`${twin.url}${path}`, init);
  await response.arrayBuffer();
}
