import { createTwin } from "@twinkit-pro/twinkit";
import { twin as stripe } from "@wondertwin/twin-stripe";
import { BENCH_KEY, fillCustomers } from "./fill-customers.ts";
import type { LedgerLoad } from "./ledger-load.ts";

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
const before = heapBytes();
let growthMax = 0;
const startedMs = performance.now();
for (let index = 1; index <= EXCHANGES; index += 1) {
  const response = await twin.fetch(requestOf(index));
  await response.arrayBuffer();
  if (index % HEAP_EVERY === 0) growthMax = Math.max(growthMax, heapBytes() - before);
}
const seconds = (performance.now() - startedMs) / 1_000;
const ledger = await twin.fetch(new Request("http://127.0.0.1/admin/requests", { headers: { authorization } }));
const text = await ledger.text();
const figures: LedgerLoad = {
  exchanges: EXCHANGES,
  seconds,
  held: (JSON.parse(text) as { readonly requests: readonly unknown[] }).requests.length,
  held_bytes: Buffer.byteLength(text),
  heap_growth_max_bytes: growthMax,
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

function heapBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
