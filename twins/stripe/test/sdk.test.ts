import { expect, test } from "vitest";
import { startTwin } from "./support/harness.ts";
import { startReceiver } from "./support/receiver.ts";

/** The first steps of a new user; each resource has its scenarios in `sdk/`. */
test("the unmodified SDK works with nothing changed but its host, port and protocol", async () => {
  await using twin = await startTwin();
  await using receiver = await startReceiver();
  const stripe = twin.sdk("sk_test_first_steps");

  const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["customer.created"] });
  const customer = await stripe.customers.create({ email: "ada@example.com", metadata: { plan: "pro" } });
  expect(customer.lastResponse).toMatchObject({
    statusCode: 200,
    apiVersion: "2026-10-28.endive",
    requestId: expect.stringMatching(/^req_/),
  });
  expect(await stripe.customers.retrieve(customer.id)).toEqual(customer);

  await twin.twin.settle();
  const [delivery] = receiver.received;
  const event = stripe.webhooks.constructEvent(
    delivery!.body,
    delivery!.headers["stripe-signature"]!,
    endpoint.secret!,
  );
  expect(event).toMatchObject({ type: "customer.created", data: { object: { id: customer.id } } });
});
