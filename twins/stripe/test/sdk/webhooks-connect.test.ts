import { afterAll, beforeAll, expect, test } from "vitest";
import { CONFIGURED_TARGET_SECRET } from "../../src/webhooks.ts";
import { type Harness, startTwin } from "../support/harness.ts";
import { startReceiver } from "../support/receiver.ts";

const SHOP = { stripeAccount: "acct_1Shop" };

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

test("a connect endpoint of the platform hears of connected accounts, with the account named", async () => {
  await using receiver = await startReceiver();
  const stripe = twin.sdk("sk_test_connect");
  const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"], connect: true });
  const ada = await stripe.customers.create({ name: "Ada" }, SHOP);
  await stripe.customers.create({ name: "of the platform" });
  await twin.twin.settle();

  expect(receiver.received).toHaveLength(1);
  const { headers, body } = receiver.received[0]!;
  const event = stripe.webhooks.constructEvent(body, headers["stripe-signature"]!, endpoint.secret!);
  expect(event).toMatchObject({
    type: "customer.created",
    account: SHOP.stripeAccount,
    pending_webhooks: 1,
    data: { object: { id: ada.id, name: "Ada" } },
  });
  // The event lies with the connected account, and knows that it was delivered.
  const stored = await stripe.events.retrieve(event.id, {}, SHOP);
  expect(stored).toMatchObject({ id: event.id, pending_webhooks: 0 });
  expect(stored).not.toHaveProperty("account");
  await expect(stripe.events.retrieve(event.id)).rejects.toMatchObject({ statusCode: 404 });
});

test("endpoints of the platform without connect, and those of other accounts, hear nothing of it", async () => {
  await using platform = await startReceiver();
  await using shop = await startReceiver();
  await using other = await startReceiver();
  const stripe = twin.sdk("sk_test_connect_others");
  await stripe.webhookEndpoints.create({ url: platform.url, enabled_events: ["*"] });
  await stripe.webhookEndpoints.create({ url: shop.url, enabled_events: ["*"] }, SHOP);
  await stripe.webhookEndpoints.create({ url: other.url, enabled_events: ["*"] }, { stripeAccount: "acct_1Other" });
  await twin
    .sdk("sk_test_connect_stranger")
    .webhookEndpoints.create({ url: other.url, enabled_events: ["*"], connect: true });
  await stripe.customers.create({}, SHOP);
  await twin.twin.settle();
  expect([platform, shop, other].map(({ received }) => received.length)).toEqual([0, 1, 0]);
  expect(JSON.parse(shop.received[0]!.body)).not.toHaveProperty("account");
});

test("types and status of a connect endpoint count, and retries ask the platform's endpoint", async () => {
  const key = "sk_test_connect_retries";
  await using receiver = await startReceiver();
  receiver.answerWith(500);
  const stripe = twin.sdk(key);
  const endpoint = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ["customer.created"],
    connect: true,
  });
  const { id } = await stripe.customers.create({}, SHOP);
  await stripe.customers.update(id, { name: "x" }, SHOP);
  await twin.twin.settle();
  expect(receiver.received).toHaveLength(1);
  await twin.advance("6m", key);
  expect(receiver.received).toHaveLength(2);
  await stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
  await twin.advance("3d", key);
  expect(receiver.received).toHaveLength(2);
  await stripe.customers.create({}, SHOP);
  await twin.twin.settle();
  expect(receiver.received).toHaveLength(2);
});

test("the configured address hears of connected accounts, too", async () => {
  await using receiver = await startReceiver();
  await using own = await startTwin({ config: { webhook_url: receiver.url } });
  const stripe = own.sdk();
  await stripe.customers.create({}, SHOP);
  await own.twin.settle();
  const { headers, body } = receiver.received[0]!;
  const event = stripe.webhooks.constructEvent(body, headers["stripe-signature"]!, CONFIGURED_TARGET_SECRET);
  expect(event.account).toBe(SHOP.stripeAccount);
});
