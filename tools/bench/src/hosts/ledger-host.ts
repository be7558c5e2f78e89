import { createTwin } from "@twinkit-pro/twinkit";
import { twin as stripe } from "@wondertwin/twin-stripe";
import { BENCH_KEY, fillCustomers } from "./fill-customers.ts";
import type { LedgerLoad } from "./ledger-load.ts";

interface Entry {
  readonly request: { readonly body: string };
  readonly response: { readonly body: string };
}

/**
 * An hour of a busy suite, without the waiting: 100 requests a second, most of them pages of 64 KiB and more, now and then
 * a body that is much longer than what the ledger keeps of it.
 */
const EXCHANGES = 100 * 3_600;
const LONG_BODY_EVERY = 1_000;
const LONG_BODY_BYTES = 2 * 1024 * 1024;
const HEAP_EVERY = 10_000;

const twin = createTwin(stripe);
await fillCustomers(twin, 100);
const authorization = `Bearer ${BENCH_KEY}`;
const longBody = `description=${"x".repeat(LONG_BODY_BYTES)}`;
const before = await memoryBytes();
let growthMax = 0;
const startedMs = performance.now();
for (let index = 1; index <= EXCHANGES; index += 1) {
  const response = await twin.fetch(requestOf(index));
  await response.arrayBuffer();
  if (index % HEAP_EVERY === 0) growthMax = Math.max(growthMax, (await memoryBytes()) - before);
}
const seconds = (performance.now() - startedMs) / 1_000;
const ledger = await twin.fetch(new Request("http://127.0.0.1/admin/requests", { headers: { authorization } }));
const { requests } = (await ledger.json()) as { readonly requests: readonly Entry[] };
const figures: LedgerLoad = {
  exchanges: EXCHANGES,
  seconds,
  held: requests.length,
  held_bytes: requests.reduce((bytes, { request, response }) => bytes + request.body.length + response.body.length, 0),
  growth_max_bytes: growthMax,
};
process.stdout.write(JSON.stringify(figures));

function requestOf(index: number): Request {
  if (index % LONG_BODY_EVERY === 0) {
    const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
    return new Request("http://127.0.0.1/v1/customers/none", { method: "POST", headers, body: longBody });
  }
  return new Request(`http://127.0.0.1/v1/customers?limit=${index % 3 === 0 ? 1 : 100}`, {
    headers: { authorization },
  });
}

/** Heap and what lies outside of it, once everything that is dead is gone. */
async function memoryBytes(): Promise<number> {
  globalThis.gc?.();
  await new Promise(setImmediate);
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
