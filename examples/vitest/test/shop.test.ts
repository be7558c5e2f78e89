import { createTestFleet } from "@twinkit-pro/twinkit/testing";
import { twin as stripeTwin } from "@wondertwin/twin-stripe";
import Stripe from "stripe";
import { afterAll, describe, expect, it } from "vitest";
import { Shop } from "../src/shop.ts";
import { startWebhookServer } from "./webhook-server.ts";

const fleet = await createTestFleet({ twins: [stripeTwin] });
afterAll(() => fleet.close());

const order = { id: "order-1", email: "ada@example.com", amount: 4_200, card: "pm_card_visa" };

/** A world of its own: the key is the account, and nobody else has this one. */
function newWorld() {
  const world = fleet.world();
  const { host, port, credential } = world.stripe;
  return { world, stripe: new Stripe(credential, { host, port, protocol: "http" }) };
}

describe.concurrent("isolation", () => {
  it.for(["one", "two", "three"])("the test %s sees its own customers only", async (name, { expect }) => {
    const { stripe } = newWorld();
    await new Shop(stripe).checkout({ ...order, email: `${name}@example.com` });
    const { data } = await stripe.customers.list();
    expect(data.map(({ email }) => email)).toEqual([`${name}@example.com`]);
  });
});

describe("a payment", () => {
  it("is declined where the card is", async () => {
    const { stripe } = newWorld();
    expect(await new Shop(stripe).checkout({ ...order, card: "pm_card_chargeDeclined" })).toBe("declined");
  });

  it("is taken once, though the connection breaks after Stripe took it", async () => {
    const { world, stripe } = newWorld();
    const fault = world.stripe.fault({
      match: { method: "POST", path: "/v1/payment_intents" },
      count: 1,
      effect: { reset: "after" },
    });
    await new Shop(stripe).checkout(order);
    expect(fault.fired).toBe(1);
    const { data } = await stripe.paymentIntents.list();
    expect(data.map(({ amount, status }) => [amount, status])).toEqual([[4_200, "succeeded"]]);
    expect(world.requests().filter(({ path }) => path === "/v1/payment_intents")).toHaveLength(3);
  });

  it("fails with Stripe's own error while Stripe is down", async () => {
    const { world, stripe } = newWorld();
    world.stripe.fault({ match: { path: "/v1/**" }, effect: { status: 500 } });
    await expect(new Shop(stripe).checkout(order)).rejects.toBeInstanceOf(Stripe.errors.StripeAPIError);
  });
});

describe("webhooks", () => {
  it("say that an order is paid", async () => {
    const { world, stripe } = newWorld();
    let shop: Shop | undefined;
    await using server = await startWebhookServer((body, signature) => {
      shop?.hear(body, signature);
      return 200;
    });
    const { secret } = await stripe.webhookEndpoints.create({
      url: server.url,
      enabled_events: ["payment_intent.succeeded"],
    });
    shop = new Shop(stripe, secret);
    await shop.checkout(order);
    await world.settle();
    expect(shop.statusOf(order.id)).toBe("paid");
  });

  it("come again later where the shop was down", async () => {
    const { world, stripe } = newWorld();
    let shop: Shop | undefined;
    let isDown = true;
    await using server = await startWebhookServer((body, signature) => {
      if (isDown) return 503;
      shop?.hear(body, signature);
      return 200;
    });
    const { secret } = await stripe.webhookEndpoints.create({
      url: server.url,
      enabled_events: ["payment_intent.succeeded"],
    });
    shop = new Shop(stripe, secret);
    await shop.checkout(order);
    await world.settle();
    expect(shop.statusOf(order.id)).toBe("open");
    isDown = false;
    await world.clock.advance("3d");
    expect(shop.statusOf(order.id)).toBe("paid");
  });
});
