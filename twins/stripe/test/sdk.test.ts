import { createTwin, listen, type Listener } from "@twinkit-pro/twinkit";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stripe as twin } from "../src/index.ts";

let listener: Listener;
beforeAll(async () => {
  listener = await listen(createTwin(twin), { port: 0 });
});
afterAll(() => listener.close());

test("smoke", async () => {
  const stripe = new Stripe("sk_test_smoke", { host: "127.0.0.1", port: listener.port, protocol: "http" });
  const made = await stripe.customers.create({ name: "A", metadata: { a: "1" }, address: { line1: "x" } });
  console.log(JSON.stringify(made));
  const upd = await stripe.customers.update(made.id, { metadata: { b: "2" }, expand: ["tax"] });
  console.log(JSON.stringify(upd));
  console.log(JSON.stringify((await stripe.events.list()).data, null, 1));
  for (const bad of [
    () => stripe.customers.retrieve("cus_x"),
    () => stripe.customers.create({ foo: 1 } as never),
    () => stripe.customers.list({ limit: 1000 }),
    () => stripe.customers.list({ expand: ["sources"] }),
    () => stripe.customers.create({ balance: "a" as never }),
    () => stripe.rawRequest("GET", "/v1/foo"),
  ])
    await bad().catch((e) => console.log(e.constructor.name, e.statusCode, JSON.stringify(e.raw)));
  expect(made.id).toMatch(/^cus_/);
});
