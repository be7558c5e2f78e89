import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RETRY_DELAYS_MS } from "../../src/webhooks.ts";
import { type Harness, startTwin } from "../support/harness.ts";
import { startReceiver } from "../support/receiver.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("webhook endpoints", () => {
  test("the secret is shown once, at creation", async () => {
    const { body } = await twin.wire("POST /v1/webhook_endpoints", {
      key: "sk_test_we_shape",
      form: { url: "https://example.com/hook", "enabled_events[]": "customer.created" },
    });
    const { secret, ...rest } = body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9]{32}$/);
    expect(rest).toEqual({
      id: expect.stringMatching(/^we_1[A-Za-z0-9]{23}$/),
      object: "webhook_endpoint",
      api_version: null,
      application: null,
      created: expect.any(Number),
      description: null,
      enabled_events: ["customer.created"],
      livemode: false,
      metadata: {},
      status: "enabled",
      url: "https://example.com/hook",
    });
    const read = await twin.wire(`GET /v1/webhook_endpoints/${body.id}`, { key: "sk_test_we_shape" });
    expect(read.body).toEqual(rest);
  });

  test("create, change, list, delete", async () => {
    const stripe = twin.sdk("sk_test_we_crud");
    const made = await stripe.webhookEndpoints.create({
      url: "https://example.com/a",
      enabled_events: ["*"],
      api_version: "2026-10-28.endive",
      description: "all",
      metadata: { team: "a" },
    });
    const changed = await stripe.webhookEndpoints.update(made.id, {
      disabled: true,
      enabled_events: ["charge.failed", "refund.created"],
      description: "",
      url: "https://example.com/b",
      metadata: { team: "", owner: "b" },
    });
    const { secret: _, ...shown } = made;
    expect(changed).toEqual({
      ...shown,
      status: "disabled",
      enabled_events: ["charge.failed", "refund.created"],
      description: null,
      url: "https://example.com/b",
      metadata: { owner: "b" },
    });
    expect((await stripe.webhookEndpoints.list()).data).toEqual([changed]);
    expect(await stripe.webhookEndpoints.retrieve(made.id)).toEqual(changed);
    expect((await stripe.webhookEndpoints.update(made.id, { disabled: false })).status).toBe("enabled");
    expect(await stripe.webhookEndpoints.del(made.id)).toEqual({
      id: made.id,
      object: "webhook_endpoint",
      deleted: true,
    });
    await expect(stripe.webhookEndpoints.retrieve(made.id)).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
      message: `No such webhook endpoint: '${made.id}'`,
    });
  });

  test.each<[string, Record<string, string>, string, RegExp]>([
    ["no url", { "enabled_events[]": "*" }, "url", /Missing required param: url\./],
    ["no events", { url: "https://example.com" }, "enabled_events", /Missing required param: enabled_events\./],
    [
      "an unknown event",
      { url: "https://example.com", "enabled_events[]": "customer.exploded" },
      "enabled_events[0]",
      /^Invalid enabled_events\[0\]: must be one of \*, account\.application\.authorized, /,
    ],
    ["a url without scheme", { url: "example.com", "enabled_events[]": "*" }, "url", /An explicit scheme/],
    ["a url of another kind", { url: "ftp://example.com", "enabled_events[]": "*" }, "url", /Not a valid URL/],
    [
      "a bad version",
      { url: "https://example.com", "enabled_events[]": "*", api_version: "next" },
      "api_version",
      /next/,
    ],
  ])("%s is refused", async (_, form, param, message) => {
    const { status, body } = await twin.wire("POST /v1/webhook_endpoints", { key: "sk_test_we_bad", form });
    expect(status).toBe(400);
    expect(body.error.param).toBe(param);
    expect(body.error.message).toMatch(message);
  });

  test("an account has at most 16 endpoints", async () => {
    const stripe = twin.sdk("sk_test_we_many");
    const create = () => stripe.webhookEndpoints.create({ url: "https://example.com", enabled_events: ["*"] });
    for (let count = 0; count < 16; count += 1) await create();
    await expect(create()).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe("delivery", () => {
  test("a signed event arrives that the SDK verifies and that reads the same through the API", async () => {
    await using receiver = await startReceiver();
    const stripe = twin.sdk("sk_test_delivery");
    const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["customer.updated"] });
    const made = await stripe.customers.create({ name: "Before", metadata: { a: "1" } });
    await stripe.customers.update(made.id, { name: "After", metadata: { b: "2" } }, { idempotencyKey: "update-1" });
    await twin.twin.settle();

    expect(receiver.received).toHaveLength(1);
    const { headers, body } = receiver.received[0]!;
    const event = stripe.webhooks.constructEvent(body, headers["stripe-signature"]!, endpoint.secret!);
    expect(event).toMatchObject({
      object: "event",
      type: "customer.updated",
      api_version: "2026-10-28.endive",
      livemode: false,
      pending_webhooks: 1,
      request: { id: expect.stringMatching(/^req_[A-Za-z0-9]{14}$/), idempotency_key: "update-1" },
      data: {
        object: { id: made.id, name: "After" },
        previous_attributes: { name: "Before", metadata: { b: null } },
      },
    });
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    const stored = await stripe.events.retrieve(event.id);
    expect(stored).toEqual({ ...event, pending_webhooks: 0 });
    expect(() => stripe.webhooks.constructEvent(body, headers["stripe-signature"]!, "whsec_other")).toThrow(
      /signature/,
    );
    expect(() => stripe.webhooks.constructEvent(`${body} `, headers["stripe-signature"]!, endpoint.secret!)).toThrow();
  });

  test("the filter and the status decide who is told; the endpoint's version renders the event", async () => {
    await using wanted = await startReceiver();
    await using unwanted = await startReceiver();
    await using disabled = await startReceiver();
    const stripe = twin.sdk("sk_test_delivery_filter");
    await stripe.webhookEndpoints.create({ url: wanted.url, enabled_events: ["*"], api_version: "2024-06-20" });
    await stripe.webhookEndpoints.create({ url: unwanted.url, enabled_events: ["product.created"] });
    const off = await stripe.webhookEndpoints.create({ url: disabled.url, enabled_events: ["*"] });
    await stripe.webhookEndpoints.update(off.id, { disabled: true });
    await stripe.customers.create({});
    await twin.twin.settle();
    expect([wanted, unwanted, disabled].map(({ received }) => received.length)).toEqual([1, 0, 0]);
    expect(JSON.parse(wanted.received[0]!.body)).toMatchObject({ api_version: "2024-06-20", pending_webhooks: 1 });
  });

  test("a refused event is retried on the schedule until it is accepted, then never again", async () => {
    const key = "sk_test_delivery_retry";
    await using receiver = await startReceiver();
    receiver.answerWith(500);
    const stripe = twin.sdk(key);
    await stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events: ["customer.created", "product.created"],
    });
    await stripe.customers.create({});
    await twin.twin.settle();
    const [event] = (await stripe.events.list({ type: "customer.created" })).data;
    const pending = async () => (await stripe.events.retrieve(event!.id)).pending_webhooks;
    expect(receiver.received).toHaveLength(1);
    expect(await pending()).toBe(1);

    await twin.advance("4m", key);
    expect(receiver.received).toHaveLength(1);
    await twin.advance("2m", key);
    expect(receiver.received).toHaveLength(2);
    await stripe.products.create({ name: "later" });
    await twin.twin.settle();
    await twin.advance("31m", key);
    // The first event's third attempt; the second event's first, after the creation, and its second.
    expect(typesOf(receiver.received)).toEqual([
      "customer.created",
      "customer.created",
      "product.created",
      "product.created",
      "customer.created",
    ]);

    receiver.answerWith(204);
    await twin.advance("6h", key);
    expect(typesOf(receiver.received).slice(5)).toEqual(["product.created", "customer.created"]);
    expect(await pending()).toBe(0);
    await twin.advance("P10D", key);
    expect(receiver.received).toHaveLength(7);
    const bodies = receiver.received.map(({ body }) => JSON.parse(body).id);
    expect(new Set(bodies).size).toBe(2);
  });

  test("an endpoint that was disabled or deleted gets no more retries", async () => {
    const key = "sk_test_delivery_unwanted";
    await using disabled = await startReceiver();
    await using deleted = await startReceiver();
    disabled.answerWith(500);
    deleted.answerWith(500);
    const stripe = twin.sdk(key);
    const one = await stripe.webhookEndpoints.create({ url: disabled.url, enabled_events: ["*"] });
    const two = await stripe.webhookEndpoints.create({ url: deleted.url, enabled_events: ["*"] });
    await stripe.customers.create({});
    await twin.twin.settle();
    await stripe.webhookEndpoints.update(one.id, { disabled: true });
    await stripe.webhookEndpoints.del(two.id);
    await twin.advance("3d", key);
    expect([disabled, deleted].map(({ received }) => received.length)).toEqual([1, 1]);
  });

  test("after the last retry the twin gives up, within three days", async () => {
    const key = "sk_test_delivery_give_up";
    await using receiver = await startReceiver();
    receiver.answerWith(503);
    const stripe = twin.sdk(key);
    await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await stripe.customers.create({});
    await twin.twin.settle();
    await twin.advance("3d", key);
    expect(receiver.received).toHaveLength(RETRY_DELAYS_MS.length + 1);
    await twin.advance("27d", key);
    expect(receiver.received).toHaveLength(RETRY_DELAYS_MS.length + 1);
    const span = RETRY_DELAYS_MS.reduce((sum, delay) => sum + delay, 0);
    expect(span).toBeLessThanOrEqual(3 * 86_400_000);
  });
});

function typesOf(received: readonly { readonly body: string }[]): string[] {
  return received.map(({ body }) => JSON.parse(body).type as string);
}
