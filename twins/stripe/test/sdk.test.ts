import { expect, test } from "vitest";
import { startTwin } from "./support/harness.ts";
import { startReceiver } from "./support/receiver.ts";

/** The first steps of a new user; each resource has its scenarios in `sdk/`. */
test("the unmodified SDK creates a customer, is paid, refunds, and its receiver verifies every event", async () => {
  await using twin = await startTwin();
  await using receiver = await startReceiver();
  const stripe = twin.sdk("sk_test_first_steps");

  const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
  const customer = await stripe.customers.create({ email: "ada@example.com", metadata: { plan: "pro" } });
  expect(customer.lastResponse).toMatchObject({
    statusCode: 200,
    apiVersion: "2026-10-28.endive",
    requestId: expect.stringMatching(/^req_/),
  });
  expect(await stripe.customers.retrieve(customer.id)).toEqual(customer);

  const payment = await stripe.paymentIntents.create({
    amount: 2_000,
    currency: "usd",
    customer: customer.id,
    payment_method: "pm_card_visa",
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  expect(payment).toMatchObject({ status: "succeeded", amount_received: 2_000, customer: customer.id });
  const refund = await stripe.refunds.create({ payment_intent: payment.id, amount: 500 });
  expect(refund).toMatchObject({ status: "succeeded", amount: 500, payment_intent: payment.id });

  await twin.twin.settle();
  const events = receiver.received.map(({ body, headers }) =>
    stripe.webhooks.constructEvent(body, headers["stripe-signature"]!, endpoint.secret!),
  );
  const types = events.map(({ type }) => type);
  expect(types[0]).toBe("customer.created");
  expect(types).toEqual(
    expect.arrayContaining(["payment_intent.succeeded", "charge.succeeded", "charge.refunded", "refund.created"]),
  );
  const listed = await stripe.events.list({ limit: 100 });
  expect(listed.data.map(({ id }) => id).toSorted()).toEqual(events.map(({ id }) => id).toSorted());
  expect(listed.data.every((event) => event.pending_webhooks === 0)).toBe(true);
});
