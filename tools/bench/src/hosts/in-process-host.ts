import { createTwin } from "@twinkit-pro/twinkit";
import { createTestFleet } from "@twinkit-pro/twinkit/testing";
import { twin as stripe } from "@wondertwin/twin-stripe";
import type { InProcess } from "./in-process.ts";

/** Measures what a test pays in its own process: a twin, and a world taken back to its beginning. */
const INSTANCES = 300;
const RESETS = 2_000;
const SMALL_WORLD_CUSTOMERS = 10;

const firstStartedMs = performance.now();
createTwin(stripe);
const firstMs = performance.now() - firstStartedMs;

const eachMs: number[] = [];
for (let index = 0; index < INSTANCES; index += 1) {
  const startedMs = performance.now();
  createTwin(stripe);
  eachMs.push(performance.now() - startedMs);
}

const fleet = await createTestFleet({ twins: [stripe], listen: false });
const world = fleet.world("bench");
const headers = {
  "content-type": "application/x-www-form-urlencoded",
  authorization: `Bearer ${world.stripe.credential}`,
};
const resetMs: number[] = [];
for (let index = 0; index < RESETS; index += 1) {
  for (let customer = 0; customer < SMALL_WORLD_CUSTOMERS; customer += 1) {
    const body = `email=user${customer}%40example.com`;
    const response = await world.stripe.fetch(`${world.stripe.url}/v1/customers`, { method: "POST", headers, body });
    if (!response.ok) throw new Error(`customer ${customer} was answered ${response.status}`);
  }
  const startedMs = performance.now();
  world.reset();
  resetMs.push(performance.now() - startedMs);
}
await fleet.close();
const figures: InProcess = { first_ms: firstMs, each_ms: eachMs, reset_ms: resetMs };
process.stdout.write(JSON.stringify(figures));
