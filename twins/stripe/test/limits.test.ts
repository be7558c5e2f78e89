import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { KEY, startTwin } from "./support/harness.ts";

const LIVE_KEY = "sk_live_limits";
const sandbox = { config: { rate_limit_profile: "test" } };
const live = { config: { rate_limit_profile: "live" } };

async function times<Result>(count: number, send: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let made = 0; made < count; made += 1) results.push(await send());
  return results;
}

describe("the official SDK in a sandbox", () => {
  test("raises StripeRateLimitError, and succeeds once the clock was advanced", async () => {
    await using twin = await startTwin(sandbox);
    const stripe = twin.sdk();
    await times(25, () => stripe.customers.create({ name: "Ada" }));
    const refused = await stripe.customers.create({ name: "Grace" }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    expect(refused).toMatchObject({
      type: "StripeRateLimitError",
      rawType: "invalid_request_error",
      code: "rate_limit",
      statusCode: 429,
      message: expect.stringMatching(/^Testmode request rate limit exceeded/) as string,
      doc_url: "https://stripe.com/docs/error-codes/rate-limit",
      headers: { "stripe-rate-limited-reason": "global-rate" },
    });
    await expect(stripe.balance.retrieve()).rejects.toMatchObject({ code: "rate_limit" });
    await twin.advance("1s");
    expect((await stripe.customers.create({ name: "Grace" })).name).toBe("Grace");
    expect((await stripe.customers.list({ limit: 100 })).data).toHaveLength(26);
  });

  test("does not repeat such a request by itself, as Stripe documents", async () => {
    await using twin = await startTwin(sandbox);
    const stripe = twin.sdk(KEY, { maxNetworkRetries: 3 });
    await times(25, () => stripe.balance.retrieve());
    await expect(stripe.balance.retrieve()).rejects.toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    const { body } = await twin.wire("GET /admin/requests?status=429", { key: KEY });
    expect(body.requests).toHaveLength(1);
  });

  test("gets through with the back-off that Stripe recommends, on the world's clock", async () => {
    await using twin = await startTwin(sandbox);
    const stripe = twin.sdk();
    let waits = 0;
    for (let made = 0; made < 60; made += 1) {
      for (;;) {
        try {
          await stripe.customers.create({ name: `customer ${made}` });
          break;
        } catch (error) {
          if (!(error instanceof Stripe.errors.StripeRateLimitError)) throw error;
          waits += 1;
          await twin.advance("500ms");
        }
      }
    }
    expect(waits).toBe(3);
    expect((await stripe.customers.list({ limit: 100 })).data).toHaveLength(60);
  });

  test("of another account is not touched, nor is a connected one", async () => {
    await using twin = await startTwin(sandbox);
    await times(25, () => twin.sdk().balance.retrieve());
    await expect(twin.sdk().balance.retrieve()).rejects.toMatchObject({ statusCode: 429 });
    await expect(twin.sdk("sk_test_other").balance.retrieve()).resolves.toMatchObject({ object: "balance" });
    const connected = { stripeAccount: "acct_1Connected" };
    await expect(twin.sdk().balance.retrieve({}, connected)).resolves.toMatchObject({ object: "balance" });
  });
});

describe("live mode", () => {
  test("allows 25 requests a second for one endpoint and 100 for all", async () => {
    await using twin = await startTwin(live);
    const send = async (route: string) => {
      const { status, headers, body } = await twin.wire(route, { key: LIVE_KEY });
      return status === 429 ? [headers.get("stripe-rate-limited-reason"), body.error.message] : status;
    };
    const message =
      "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.";
    for (const route of ["customers", "products", "prices", "events"]) {
      expect(new Set(await times(25, () => send(`GET /v1/${route}`)))).toEqual(new Set([200]));
      if (route === "events") break;
      expect(await send(`GET /v1/${route}`)).toEqual(["endpoint-rate", message]);
    }
    expect(await send("GET /v1/charges")).toEqual(["global-rate", message]);
  });

  test("allows 20 searches a second, whatever is searched", async () => {
    await using twin = await startTwin(live);
    const stripe = twin.sdk(LIVE_KEY);
    await times(10, () => stripe.customers.search({ query: "name:'Ada'" }));
    await times(10, () => stripe.products.search({ query: "name:'Shirt'" }));
    await expect(stripe.prices.search({ query: "currency:'usd'" })).rejects.toMatchObject({
      code: "rate_limit",
      headers: { "stripe-rate-limited-reason": "endpoint-rate" },
    });
    await expect(stripe.prices.list()).resolves.toMatchObject({ object: "list" });
  });

  test("allows a thousand updates of one payment in an hour", async () => {
    await using twin = await startTwin(live);
    const create = () =>
      twin.wire("POST /v1/payment_intents", { key: LIVE_KEY, form: { amount: "500", currency: "usd" } });
    const [{ body: one }, { body: other }] = [await create(), await create()];
    const update = (id: string) =>
      twin.wire(`POST /v1/payment_intents/${id}`, { key: LIVE_KEY, form: { amount: "600" } });
    let made = 0;
    let last = await update(one.id);
    while (last.status === 200) {
      made += 1;
      // The endpoint takes 25 a second; a thousandth of the hour's updates flows back in 3.6 s.
      if (made % 25 === 0) await twin.advance("1s", LIVE_KEY);
      last = await update(one.id);
    }
    expect(last.headers.get("stripe-rate-limited-reason")).toBe("resource-specific");
    expect(made).toBe(1_011);
    expect((await update(other.id)).status).toBe(200);
  });

  test("counts what is under way", async () => {
    await using twin = await startTwin({ config: { ...live.config, latency_ms: 1_500 } });
    const underWay = ["customers", "products"].flatMap((route) =>
      Array.from({ length: 10 }, () => twin.wire(`GET /v1/${route}`, { key: LIVE_KEY })),
    );
    const slots = async () => {
      const { body } = await twin.wire("GET /admin/limits", { key: LIVE_KEY });
      return body.buckets.find((bucket: { rule: string }) => bucket.rule === "concurrency")?.used ?? 0;
    };
    await expect.poll(slots).toBe(20);
    const refused = await twin.wire("GET /v1/prices", { key: LIVE_KEY });
    expect(refused.headers.get("stripe-rate-limited-reason")).toBe("global-concurrency");
    expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await twin.wire("GET /v1/prices", { key: LIVE_KEY })).status).toBe(200);
  });
});

test("without a profile nothing is limited and no header says so", async () => {
  await using twin = await startTwin();
  const answers = await times(130, () => twin.wire("GET /v1/customers", { key: LIVE_KEY }));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(answers[0]!.headers.get("stripe-rate-limited-reason")).toBeNull();
});
