import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { createTestFleet } from "@twinkit-pro/twinkit/testing";
import { twin as stripeTwin } from "@wondertwin/twin-stripe";
import Stripe from "stripe";
import { Shop } from "../src/shop.js";
import { startWebhookServer } from "./webhook-server.js";

// No port: requests go to the twin through a `fetch` of its own.
const fleet = await createTestFleet({ twins: [stripeTwin], listen: false });
afterAll(() => fleet.close());

const order = { id: "order-1", email: "ada@example.com", amount: 4_200, card: "pm_card_visa" };

/** @type {ReturnType<typeof fleet.world>} */
let world;
/** @type {Stripe} */
let stripe;

beforeEach(() => {
  world = fleet.world();
  stripe = stripeIn(world);
});

/** @param {ReturnType<typeof fleet.world>} world */
function stripeIn(world) {
  return new Stripe(world.stripe.credential, { httpClient: Stripe.createFetchHttpClient(world.stripe.fetch) });
}

describe("isolation", () => {
  it.each(["one", "two"])("the test %s sees its own customers only", async (name) => {
    await new Shop(stripe).checkout({ ...order, email: `${name}@example.com` });
    const { data } = await stripe.customers.list();
    expect(data.map(({ email }) => email)).toEqual([`${name}@example.com`]);
    const elsewhere = await stripeIn(fleet.world()).customers.list();
    expect(elsewhere.data).toEqual([]);
  });
});

describe("a payment", () => {
  it("is declined where the card is", async () => {
    expect(await new Shop(stripe).checkout({ ...order, card: "pm_card_chargeDeclined" })).toBe("declined");
  });

  it("is taken once, though the connection breaks after Stripe took it", async () => {
    const fault = world.stripe.fault({
      match: { method: "POST", path: "/v1/payment_intents" },
      count: 1,
      effect: { reset: "after" },
    });
    await new Shop(stripe).checkout(order);
    expect(fault.fired).toBe(1);
    const { data } = await stripe.paymentIntents.list();
    expect(data.map(({ amount, status }) => [amount, status])).toEqual([[4_200, "succeeded"]]);
  });

  it("fails with Stripe's own error while Stripe is down", async () => {
    world.stripe.fault({ match: { path: "/v1/**" }, effect: { status: 500 } });
    await expect(new Shop(stripe).checkout(order)).rejects.toMatchObject({ type: "StripeAPIError" });
  });
});

describe("webhooks", () => {
  it("come again later where the shop was down, and then say that the order is paid", async () => {
    let isDown = true;
    const heard = (/** @type {Buffer} */ body, /** @type {string} */ signature) => {
      if (isDown) return 503;
      shop.hear(body, signature);
      return 200;
    };
    await using server = await startWebhookServer(heard);
    const { secret } = await stripe.webhookEndpoints.create({
      url: server.url,
      enabled_events: ["payment_intent.succeeded"],
    });
    const shop = new Shop(stripe, secret);
    await shop.checkout(order);
    await world.settle();
    expect(shop.statusOf(order.id)).toBe("open");
    isDown = false;
    await world.clock.advance("3d");
    expect(shop.statusOf(order.id)).toBe("paid");
  });
});
