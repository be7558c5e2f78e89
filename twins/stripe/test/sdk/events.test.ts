import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("events", () => {
  test("each change of state is an event, newest first, and a failed request leaves none", async () => {
    const stripe = twin.sdk("sk_test_events_order");
    const { id } = await stripe.customers.create({});
    await stripe.customers.update(id, { name: "x" });
    await stripe.customers.update(id, { nope: "x" } as never).catch(() => undefined);
    await stripe.customers.del(id);
    const { data } = await stripe.events.list();
    expect(data.map(({ type }) => type)).toEqual(["customer.deleted", "customer.updated", "customer.created"]);
    expect(data[2]).toEqual({
      id: expect.stringMatching(/^evt_1[A-Za-z0-9]{23}$/),
      object: "event",
      api_version: "2026-10-28.endive",
      created: expect.any(Number),
      data: { object: expect.objectContaining({ id, object: "customer" }) },
      livemode: false,
      pending_webhooks: 0,
      request: { id: expect.stringMatching(/^req_/), idempotency_key: expect.stringMatching(/^stripe-node-retry-/) },
      type: "customer.created",
    });
    expect(data[1]?.data.previous_attributes).toEqual({ name: null });
    await expect(stripe.events.retrieve("evt_none")).rejects.toMatchObject({
      statusCode: 404,
      message: "No such event: 'evt_none'",
    });
  });

  test("an update that changes nothing is no event", async () => {
    const stripe = twin.sdk("sk_test_events_nothing");
    const customer = await stripe.customers.create({ name: "x", metadata: { a: "1" } });
    const product = await stripe.products.create({ name: "x" });
    await twin.advance("1h", "sk_test_events_nothing");
    expect(await stripe.customers.update(customer.id, { name: "x", metadata: { a: "1" } })).toEqual(customer);
    expect(await stripe.products.update(product.id, { name: "x" })).toEqual(product);
    expect((await stripe.events.list({ types: ["customer.updated", "product.updated"] })).data).toEqual([]);
  });

  test("the list filters by type, group of types, list of types and time", async () => {
    const key = "sk_test_events_filter";
    const stripe = twin.sdk(key);
    const { id } = await stripe.customers.create({});
    await twin.advance("1m", key);
    await stripe.products.create({ name: "x" });
    await stripe.customers.del(id);
    const types = async (query: Stripe.EventListParams): Promise<string[]> =>
      (await stripe.events.list(query)).data.map(({ type }) => type);
    expect(await types({ type: "customer.created" })).toEqual(["customer.created"]);
    expect(await types({ type: "customer.*" })).toEqual(["customer.deleted", "customer.created"]);
    expect(await types({ types: ["product.created", "customer.deleted"] })).toEqual([
      "customer.deleted",
      "product.created",
    ]);
    const { created } = (await stripe.events.list({ type: "customer.created" })).data[0]!;
    expect(await types({ created: { lte: created } })).toEqual(["customer.created"]);
    expect(await types({ delivery_success: false })).toEqual([]);
    await expect(stripe.events.list({ type: "*", types: ["customer.created"] })).rejects.toMatchObject({
      statusCode: 400,
      code: "parameters_exclusive",
    });
  });

  test("events are shown for 30 days", async () => {
    const key = "sk_test_events_retention";
    const stripe = twin.sdk(key);
    await stripe.customers.create({});
    const [event] = (await stripe.events.list()).data;
    await twin.advance("29d", key);
    expect((await stripe.events.retrieve(event!.id)).id).toBe(event!.id);
    await twin.advance("1d", key);
    expect((await stripe.events.list()).data).toEqual([]);
    await expect(stripe.events.retrieve(event!.id)).rejects.toMatchObject({ statusCode: 404 });
  });
});
