import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Harness, KEY, startTwin } from "./support/harness.ts";
import { eventsOf, failureOf } from "./support/payments.ts";
import { startReceiver } from "./support/receiver.ts";

let twin: Harness;
let stripe: Stripe;

beforeEach(async () => {
  twin = await startTwin();
  stripe = twin.sdk();
});
afterEach(() => twin[Symbol.asyncDispose]());

interface Armed {
  readonly status: number;
  readonly operations: readonly string[];
}

async function admin(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${twin.url}/admin${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.status).toBeLessThan(300);
  return response.json();
}

const arm = (spec: object) => admin("POST", "/faults", spec) as Promise<Armed>;
const CREATE = { method: "POST", path: "/v1/customers" };

async function statuses(): Promise<number[]> {
  const { requests } = (await admin("GET", "/requests")) as { requests: readonly { status: number }[] };
  return requests.map(({ status }) => status);
}

async function customers(): Promise<number> {
  await admin("DELETE", "/faults");
  return (await stripe.customers.list({ limit: 100 })).data.length;
}

describe("an injected error is Stripe's", () => {
  it.each([
    [{ status: 400 }, Stripe.errors.StripeInvalidRequestError, { type: "StripeInvalidRequestError", statusCode: 400 }],
    [{ status: 401 }, Stripe.errors.StripeAuthenticationError, { statusCode: 401 }],
    [{ status: 402 }, Stripe.errors.StripeCardError, { code: "card_declined", decline_code: "generic_decline" }],
    [{ status: 403 }, Stripe.errors.StripePermissionError, { statusCode: 403 }],
    [{ status: 404 }, Stripe.errors.StripeInvalidRequestError, { code: "resource_missing", statusCode: 404 }],
    [{ status: 429 }, Stripe.errors.StripeRateLimitError, { code: "rate_limit", statusCode: 429 }],
    [{ status: 500 }, Stripe.errors.StripeAPIError, { rawType: "api_error", statusCode: 500 }],
    [{ status: 503 }, Stripe.errors.StripeAPIError, { rawType: "api_error", statusCode: 503 }],
    [
      { code: "insufficient_funds" },
      Stripe.errors.StripeCardError,
      { code: "card_declined", decline_code: "insufficient_funds" },
    ],
    [{ code: "expired_card" }, Stripe.errors.StripeCardError, { code: "expired_card", statusCode: 402 }],
    [{ code: "lock_timeout" }, Stripe.errors.StripeRateLimitError, { code: "lock_timeout", statusCode: 429 }],
    [{ code: "idempotency_error" }, Stripe.errors.StripeIdempotencyError, { statusCode: 400 }],
    [{ code: "api_key_expired" }, Stripe.errors.StripeAuthenticationError, { code: "api_key_expired" }],
  ])("for %o", async (effect, kind, fields) => {
    await arm({ match: CREATE, effect });
    const error = await failureOf(stripe.customers.create({}));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ ...fields, requestId: expect.stringMatching(/^req_/) });
    expect(await customers()).toBe(0);
  });

  it("of which there is a list", async () => {
    const response = await fetch(`${twin.url}/admin/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ effect: { code: "not_a_code" } }),
    });
    const { error } = (await response.json()) as { error: { code: string; message: string; path: string } };
    expect([response.status, error.code, error.path]).toEqual([400, "invalid_body", "effect.code"]);
    expect(error.message).toContain("card_declined");
  });
});

describe("a fault strikes the operation that it names", () => {
  it("by the route's own pattern, which is not the route beside it", async () => {
    const { operations } = await arm({ match: { path: "/v1/customers/{customer}" }, effect: { status: 500 } });
    expect(operations.toSorted()).toEqual(["DeleteCustomersCustomer", "GetCustomersCustomer", "PostCustomersCustomer"]);
    await expect(stripe.customers.search({ query: "email:'a@example.com'" })).resolves.toMatchObject({ data: [] });
    await expect(stripe.customers.retrieve("cus_1")).rejects.toMatchObject({ statusCode: 500 });
  });

  it("by a pattern over any number of segments, in its own world", async () => {
    await arm({ match: { path: "/v1/customers/**" }, effect: { status: 500 } });
    await expect(stripe.customers.listPaymentMethods("cus_1")).rejects.toMatchObject({ statusCode: 500 });
    await expect(twin.sdk("sk_test_another").customers.list()).resolves.toMatchObject({ data: [] });
  });
});

describe("the SDK's automatic retries", () => {
  it.each([
    ["a failure of Stripe's", { status: 500 }, 500],
    ["a conflict", { status: 409 }, 409],
    ["a lock timeout, as the answer tells it to", { code: "lock_timeout" }, 429],
  ])("get over %s", async (_, effect, status) => {
    await arm({ match: CREATE, sequence: ["fail", "fail", "ok"], effect });
    const made = await twin.sdk(KEY, { maxNetworkRetries: 2 }).customers.create({ name: "Ada" });
    expect(made.name).toBe("Ada");
    expect(await statuses()).toEqual([status, status, 200]);
    expect(await customers()).toBe(1);
  });

  it("do not happen for an exceeded rate", async () => {
    await arm({ match: CREATE, count: 1, effect: { code: "rate_limit" } });
    await failureOf(twin.sdk(KEY, { maxNetworkRetries: 2 }).customers.create({}));
    expect(await statuses()).toEqual([429]);
  });

  it("give up where the failures outlast them", async () => {
    await arm({ match: CREATE, sequence: ["fail", "fail", "ok"], effect: { status: 500 } });
    const error = await failureOf(twin.sdk(KEY, { maxNetworkRetries: 1 }).customers.create({}));
    expect(error).toMatchObject({ statusCode: 500 });
    expect(await customers()).toBe(0);
  });

  it("get over a reset before the write", async () => {
    await arm({ match: CREATE, count: 2, effect: { reset: "before" } });
    await twin.sdk(KEY, { maxNetworkRetries: 2 }).customers.create({ name: "Ada" });
    expect(await statuses()).toEqual([0, 0, 200]);
    expect(await customers()).toBe(1);
  });

  it("get the first answer again after a reset that came after the write: one customer, whose id was made once", async () => {
    await arm({ match: CREATE, count: 1, effect: { reset: "after" } });
    const made = await twin.sdk(KEY, { maxNetworkRetries: 1 }).customers.create({ name: "Ada" });
    expect(made.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await statuses()).toEqual([200, 200]);
    expect(await customers()).toBe(1);
    await expect(stripe.customers.retrieve(made.id)).resolves.toMatchObject({ name: "Ada" });
  });

  it("do not happen where the answer broke off: a repetition with the same key gets it whole", async () => {
    await arm({ match: CREATE, count: 1, effect: { truncate: true } });
    const sdk = twin.sdk(KEY, { maxNetworkRetries: 2 });
    const create = () => sdk.customers.create({ name: "Ada" }, { idempotencyKey: "ada" });
    expect(await failureOf(create())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(await statuses()).toEqual([200]);
    expect((await create()).lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(await customers()).toBe(1);
  });

  it("run into the client's timeout where no answer comes, and get over it", async () => {
    await arm({ match: CREATE, count: 1, effect: { timeout: "after" } });
    const made = await twin.sdk(KEY, { maxNetworkRetries: 1, timeout: 200 }).customers.create({ name: "Ada" });
    expect(made.lastResponse.headers["idempotent-replayed"]).toBe("true");
    await arm({ match: CREATE, effect: { timeout: true } });
    const error = await failureOf(twin.sdk(KEY, { timeout: 50 }).customers.create({}));
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(await customers()).toBe(1);
  });
});

describe("faults of webhooks", () => {
  it("deliver an event twice, signed both times, and Stripe counts it once", async () => {
    await using receiver = await startReceiver();
    const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["customer.created"] });
    await arm({ match: { event: "customer.*" }, count: 1, effect: { webhook: "duplicate" } });
    await stripe.customers.create({ name: "Ada" });
    await twin.twin.settle();
    const events = receiver.received.map(({ body, headers }) =>
      stripe.webhooks.constructEvent(body, headers["stripe-signature"] as string, endpoint.secret!, 10 ** 12),
    );
    expect(events.map(({ id }) => id)).toEqual([events[0]?.id, events[0]?.id]);
    expect((await eventsOf(stripe)).map(({ pending_webhooks: pending }) => pending)).toEqual([0]);
  });

  it("deliver events out of order", async () => {
    await using receiver = await startReceiver();
    await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await arm({ count: 1, effect: { webhook: "out_of_order" } });
    const { id } = await stripe.customers.create({ name: "Ada" });
    await stripe.customers.update(id, { name: "Eve" });
    await twin.twin.settle();
    const types = receiver.received.map(({ body }) => (JSON.parse(body) as Stripe.Event).type);
    expect(types).toEqual(["customer.updated", "customer.created"]);
  });
});
