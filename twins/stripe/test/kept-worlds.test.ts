import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";
import { expect, test } from "vitest";
import { dataDirectory, startKeptTwin } from "./support/kept-twin.ts";
import { startReceiver } from "./support/receiver.ts";

const ROUNDS = 3;
const CLIENTS = 4;
const WRITING_MS = 1_200;
/** The twin writes every 100 ms; the rest is for a machine that is busy with other things. */
const LOST_MS_MAX = 1_000;

interface Made {
  readonly id: string;
  readonly kind: "customer" | "payment";
  readonly acknowledgedMs: number;
}

/** Creates customers and paid payments one after the other until the twin is gone. */
async function writeOn(stripe: Stripe, client: number): Promise<Made[]> {
  const made: Made[] = [];
  try {
    for (let count = 0; ; count += 1) {
      const customer = await stripe.customers.create({ name: `${client}/${count}` });
      made.push({ id: customer.id, kind: "customer", acknowledgedMs: performance.now() });
      const payment = await stripe.paymentIntents.create({
        amount: 1_000 + count,
        currency: "eur",
        customer: customer.id,
        payment_method: "pm_card_visa",
        automatic_payment_methods: { enabled: true, allow_redirects: "never" },
        confirm: true,
      });
      expect(payment.status).toBe("succeeded");
      made.push({ id: payment.id, kind: "payment", acknowledgedMs: performance.now() });
    }
  } catch (error) {
    if (error instanceof Stripe.errors.StripeConnectionError) return made;
    throw error;
  }
}

/** Oldest first. */
async function listed(stripe: Stripe): Promise<Record<Made["kind"], string[]>> {
  const idsOf = async (list: AsyncIterable<{ readonly id: string }>): Promise<string[]> => {
    const ids: string[] = [];
    for await (const { id } of list) ids.push(id);
    return ids.toReversed();
  };
  return {
    customer: await idsOf(stripe.customers.list({ limit: 100 })),
    payment: await idsOf(stripe.paymentIntents.list({ limit: 100 })),
  };
}

test("what the SDK was told before the bound is there after a kill, in order, and no id is made twice", async () => {
  await using directory = dataDirectory();
  let before: Record<Made["kind"], string[]> = { customer: [], payment: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    await using twin = await startKeptTwin(directory.path);
    const writing = Array.from({ length: CLIENTS }, (_, client) => writeOn(twin.stripe, client));
    await sleep(WRITING_MS + 37 * round);
    const killedMs = performance.now();
    await twin.kill();
    const made = await Promise.all(writing);
    await using next = await startKeptTwin(directory.path);
    const found = await listed(next.stripe);
    for (const kind of ["customer", "payment"] as const) {
      expect(found[kind].slice(0, before[kind].length), `the ${kind}s of earlier lives`).toEqual(before[kind]);
      expect(new Set(found[kind]).size).toBe(found[kind].length);
      for (const ofClient of made) {
        const own = ofClient.filter((each) => each.kind === kind);
        const places = own.map(({ id }) => found[kind].indexOf(id)).filter((place) => place >= 0);
        // What one client was told in turn is there in that order; what is lost was the last.
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(own.slice(0, places.length).every(({ id }) => found[kind].includes(id))).toBe(true);
        for (const { acknowledgedMs } of own.slice(places.length)) {
          expect(killedMs - acknowledgedMs, "how long before the kill a lost object was acknowledged").toBeLessThan(
            LOST_MS_MAX,
          );
        }
      }
    }
    expect(found.payment.length).toBeGreaterThan(before.payment.length);
    before = found;
    await next.kill();
  }
}, 120_000);

test("deliveries that waited go on in the next life, and what was delivered is not sent again", async () => {
  await using directory = dataDirectory();
  await using receiver = await startReceiver();
  await using twin = await startKeptTwin(directory.path);
  await twin.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["customer.created"] });
  await twin.stripe.customers.create({ name: "delivered" });
  await expect.poll(() => receiver.received.length).toBe(1);
  receiver.answerWith(500);
  await twin.stripe.customers.create({ name: "refused" });
  await expect.poll(() => receiver.received.length).toBe(2);
  await expect.poll(async () => (await twin.admin("GET", "/webhooks")).deliveries?.at(-1)?.attempts?.length).toBe(1);
  await expect.poll(async () => (await twin.admin("GET", "/health")).data).toMatchObject({ status: "ok", pending: 0 });
  const state = await twin.admin("GET", "/state");
  await twin.kill();

  receiver.answerWith(200);
  await using next = await startKeptTwin(directory.path);
  expect(await next.admin("GET", "/state")).toEqual(state);
  const { deliveries } = await next.admin("GET", "/webhooks");
  expect(deliveries.map(({ status }: { status: string }) => status)).toEqual(["delivered", "pending"]);
  expect(receiver.received).toHaveLength(2);
  await next.admin("POST", "/time/advance", { duration: "24h" });
  await expect.poll(() => receiver.received.length).toBe(3);
  const names = receiver.received.map(({ body }) => JSON.parse(body).data.object.name as string);
  expect(names).toEqual(["delivered", "refused", "refused"]);
  await next.admin("POST", "/time/advance", { duration: "240h" });
  expect(receiver.received).toHaveLength(3);
}, 60_000);
