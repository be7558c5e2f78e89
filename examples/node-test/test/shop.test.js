// oxlint-disable typescript/no-floating-promises -- node:test awaits what `describe` and `it` begin
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { createTestFleet } from "@twinkit-pro/twinkit/testing";
import { twin as stripeTwin } from "@wondertwin/twin-stripe";
import Stripe from "stripe";
import { Shop } from "../src/shop.js";
import { startWebhookServer } from "./webhook-server.js";

const fleet = await createTestFleet({ twins: [stripeTwin] });
after(() => fleet.close());

const order = { id: "order-1", email: "ada@example.com", amount: 4_200, card: "pm_card_visa" };

/** A world of its own: the key is the account, and nobody else has this one. */
function newWorld() {
  const world = fleet.world();
  const { host, port, credential } = world.stripe;
  return { world, stripe: new Stripe(credential, { host, port, protocol: "http" }) };
}

describe("isolation", { concurrency: true }, () => {
  for (const name of ["one", "two", "three"]) {
    it(`the test ${name} sees its own customers only`, async () => {
      const { stripe } = newWorld();
      await new Shop(stripe).checkout({ ...order, email: `${name}@example.com` });
      const { data } = await stripe.customers.list();
      assert.deepEqual(
        data.map(({ email }) => email),
        [`${name}@example.com`],
      );
    });
  }
});

describe("a payment", () => {
  it("is declined where the card is", async () => {
    const { stripe } = newWorld();
    assert.equal(await new Shop(stripe).checkout({ ...order, card: "pm_card_chargeDeclined" }), "declined");
  });

  it("is taken once, though the connection breaks after Stripe took it", async () => {
    const { world, stripe } = newWorld();
    const fault = world.stripe.fault({
      match: { method: "POST", path: "/v1/payment_intents" },
      count: 1,
      effect: { reset: "after" },
    });
    await new Shop(stripe).checkout(order);
    assert.equal(fault.fired, 1);
    const { data } = await stripe.paymentIntents.list();
    assert.deepEqual(
      data.map(({ amount, status }) => [amount, status]),
      [[4_200, "succeeded"]],
    );
  });

  it("fails with Stripe's own error while Stripe is down", async () => {
    const { world, stripe } = newWorld();
    world.stripe.fault({ match: { path: "/v1/**" }, effect: { status: 500 } });
    await assert.rejects(new Shop(stripe).checkout(order), { type: "StripeAPIError" });
  });
});

describe("webhooks", () => {
  it("come again later where the shop was down, and then say that the order is paid", async () => {
    const { world, stripe } = newWorld();
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
    assert.equal(shop.statusOf(order.id), "open");
    isDown = false;
    await world.clock.advance("3d");
    assert.equal(shop.statusOf(order.id), "paid");
  });
});
