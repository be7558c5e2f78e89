import { createTwin, type Twin } from "@twinkit-pro/twinkit";
import { twin as stripe } from "@wondertwin/twin-stripe";
import { BENCH_KEY, fillCustomers } from "./fill-customers.ts";
import type { InProcess } from "./in-process.ts";

/** Measures what a test pays in its own process: a twin, and a world taken back to its beginning. */
const INSTANCES = 300;
const RESETS = 2_000;
const SMALL_WORLD_CUSTOMERS = 10;

const firstStartedMs = performance.now();
const first = createTwin(stripe);
const firstMs = performance.now() - firstStartedMs;

const eachMs: number[] = [];
for (let index = 0; index < INSTANCES; index += 1) {
  const startedMs = performance.now();
  createTwin(stripe);
  eachMs.push(performance.now() - startedMs);
}

const resetMs: number[] = [];
for (let index = 0; index < RESETS; index += 1) {
  await fillCustomers(first, SMALL_WORLD_CUSTOMERS);
  resetMs.push(await reset(first));
}
const figures: InProcess = { first_ms: firstMs, each_ms: eachMs, reset_ms: resetMs };
process.stdout.write(JSON.stringify(figures));

async function reset(twin: Twin): Promise<number> {
  const request = new Request("http://127.0.0.1/admin/reset", {
    method: "POST",
    headers: { authorization: `Bearer ${BENCH_KEY}` },
  });
  const startedMs = performance.now();
  const response = await twin.fetch(request);
  const endedMs = performance.now();
  if (!response.ok) throw new Error(`the reset was answered ${response.status}`);
  return endedMs - startedMs;
}
