import {
  createTwin,
  formatReplayReport,
  listen,
  replayBundle,
  reply,
  type Reply,
  type Twin,
} from "@twinkit-pro/twinkit";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { twin as definition } from "../src/index.ts";
import { startTwin } from "./support/harness.ts";

const KEY = "sk_test_runs";
const ADMIN = { authorization: `Bearer ${KEY}`, "content-type": "application/json" };
const AT = "2026-11-23T12:00:00.000Z";

function sdkOn(port: number): Stripe {
  return new Stripe(KEY, { host: "127.0.0.1", port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
}

async function admin(twin: Twin, route: string, body?: object): Promise<string> {
  const [method = "", path = ""] = route.split(" ");
  const init = { method, headers: ADMIN, body: body === undefined ? null : JSON.stringify(body) };
  const response = await twin.fetch(new Request(`http://127.0.0.1${path}`, init));
  expect(response.ok).toBe(true);
  return response.text();
}

/** What a shop does: customers, a declined and a confirmed payment, a refund, a capture, a month, lists, mistakes. */
async function shop(stripe: Stripe, later: () => Promise<unknown>): Promise<void> {
  let writes = 0;
  // The SDK makes up a random key for each write that has none: no two runs would be the same.
  const once = (): { idempotencyKey: string } => ({ idempotencyKey: `shop-${(writes += 1)}` });
  const customer = await stripe.customers.create({ name: "Ada", metadata: { plan: "pro" } }, once());
  const product = await stripe.products.create({ name: "Plan" }, once());
  const price = await stripe.prices.create({ product: product.id, currency: "usd", unit_amount: 900 }, once());
  await stripe.prices.retrieve(price.id, { expand: ["product"] });
  const card = { number: "4242424242424242", exp_month: 12, exp_year: 2030, cvc: "123" };
  const method = await stripe.paymentMethods.create({ type: "card", card }, once());
  await stripe.paymentMethods.attach(method.id, { customer: customer.id }, once());
  const pay = (params: Partial<Stripe.PaymentIntentCreateParams>) =>
    stripe.paymentIntents.create(
      {
        amount: 2_000,
        currency: "usd",
        confirm: true,
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        ...params,
      },
      once(),
    );
  const paid = await pay({ customer: customer.id, payment_method: method.id });
  await stripe.refunds.create({ payment_intent: paid.id, amount: 500 }, once());
  await expect(pay({ payment_method: "pm_card_chargeDeclined" })).rejects.toThrow("declined");
  const held = await pay({ capture_method: "manual", payment_method: "pm_card_visa" });
  await stripe.paymentIntents.capture(held.id, {}, once());
  for await (const event of stripe.events.list({ limit: 3 })) void event;
  await later();
  await stripe.customers.update(customer.id, { name: "Ada L." }, { idempotencyKey: "rename" });
  await stripe.customers.update(customer.id, { name: "Ada L." }, { idempotencyKey: "rename" });
  await stripe.charges.list({ expand: ["data.balance_transaction"] });
  await stripe.balance.retrieve();
  await expect(stripe.customers.retrieve("cus_none")).rejects.toThrow("No such customer");
  await stripe.customers.del(customer.id, {}, once());
}

interface Recording {
  readonly bundle: string;
  readonly ids: readonly string[];
}

async function recordOn(twin: Twin, port: number, seed = 7): Promise<Recording> {
  await admin(twin, "POST /admin/runs/start", { seed, at: AT });
  await shop(sdkOn(port), () => admin(twin, "POST /admin/time/advance", { duration: "P1M" }));
  await admin(twin, "POST /admin/runs/finish", {});
  const bundle = await admin(twin, "GET /admin/replay");
  return { bundle, ids: bundle.match(/cus_[0-9A-Za-z]{14}/g) ?? [] };
}

/** Without what the design lets differ from run to run. */
function steady(bundle: string): string {
  return bundle.replaceAll(/"(?:at|duration_ms|started_at|finished_at|run_id)":(?:"[^"]*"|[\d.e-]+),?/g, "");
}

describe("a run of the Stripe twin under the official SDK", () => {
  it("is the same bundle for the same seed, twice on one twin and on a fresh one", async () => {
    const one = await listen(createTwin(definition), { port: 0 });
    const { port } = one;
    const first = await recordOn(one.twin, port);
    const second = await recordOn(one.twin, port);
    await one.close();
    // The port is part of what the SDK sends.
    const other = await listen(createTwin(definition), { port });
    const third = await recordOn(other.twin, port);
    const fourth = await recordOn(other.twin, port, 8);
    await other.close();
    expect(first.ids.length).toBeGreaterThan(5);
    expect(steady(second.bundle)).toBe(steady(first.bundle));
    expect(steady(third.bundle)).toBe(steady(first.bundle));
    expect(steady(fourth.bundle)).not.toBe(steady(first.bundle));
  });

  it("replays equal, with nothing left out, and holds no secret", async () => {
    await using harness = await startTwin();
    const { bundle } = await recordOn(harness.twin, harness.port);
    expect(bundle).not.toContain(KEY);
    expect(bundle).not.toMatch(/cvc[^,]{0,6}123/);
    const report = await replayBundle(definition, bundle);
    expect(formatReplayReport(report)).toMatch(
      /^EQUAL: run run-\S+ of twin-stripe 0\.1\.0: \d+ equal, 0 different, 0 not replayable\.$/,
    );
    expect(report.exchanges.equal).toBeGreaterThan(20);
  });

  it("against a twin that behaves otherwise names the operation and the field", async () => {
    await using harness = await startTwin();
    const { bundle } = await recordOn(harness.twin, harness.port);
    const resources = definition.resources.map((each) => {
      const refund = each.operations["PostRefunds"];
      if (refund === undefined) return each;
      const run: typeof refund.run = (context) => {
        const { body, headers } = refund.run(context) as Reply;
        return reply({ ...(body as object), status: "pending", failure_reason: "slow" }, { headers });
      };
      return { ...each, operations: { ...each.operations, PostRefunds: { ...refund, run } } };
    });
    const report = await replayBundle({ ...definition, version: "0.2.0", resources }, bundle);
    expect(report).toMatchObject({ verdict: "different", exchanges: { different: 1, not_replayable: 0 } });
    expect(report.results).toMatchObject([
      {
        operation: "PostRefunds",
        differences: [
          { path: "body.status", expected: '"succeeded"', actual: '"pending"' },
          { path: "body.failure_reason", expected: null, actual: '"slow"' },
        ],
      },
    ]);
    expect(formatReplayReport(report)).toContain('@@ body.status @@\n-"succeeded"\n+"pending"');
  });
});
