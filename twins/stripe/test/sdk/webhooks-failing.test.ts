import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RETRY_DELAYS_MS } from "../../src/webhooks.ts";
import { type Harness, START_MS, startTwin } from "../support/harness.ts";
import { startReceiver } from "../support/receiver.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

/** What the twin's log says of the deliveries of a key. */
async function deliveriesOf(key: string) {
  return (await twin.wire("GET /admin/webhooks", { key })).body.deliveries;
}

describe("signatures", () => {
  test("no change of body, time, signature or secret passes the SDK", async () => {
    await using receiver = await startReceiver();
    const stripe = twin.sdk("sk_test_signature");
    const { secret } = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await stripe.customers.create({ name: "Ada" });
    await twin.twin.settle();
    const { headers, body } = receiver.received[0]!;
    const signature = String(headers["stripe-signature"]);
    const verify = (text: string, header: string, key: string): Stripe.Event =>
      stripe.webhooks.constructEvent(text, header, key);
    expect(verify(body, signature, secret!).type).toBe("customer.created");
    const later = signature.replace(/t=(\d+)/, (_, seconds: string) => `t=${Number(seconds) + 1}`);
    for (const [text, header, key] of [
      [body.replace("Ada", "Eve"), signature, secret!],
      [body.slice(0, -1), signature, secret!],
      [body, later, secret!],
      [body, signature.replace(/v1=(.)/, (_, digit: string) => `v1=${digit === "0" ? "1" : "0"}`), secret!],
      [body, signature.replace("v1=", "v0="), secret!],
      [body, signature, "whsec_another"],
    ] as const) {
      expect(() => verify(text, header, key)).toThrow(Stripe.errors.StripeSignatureVerificationError);
    }
  });

  test("the header is what the SDK makes for tests, to the letter", async () => {
    await using receiver = await startReceiver();
    const stripe = twin.sdk("sk_test_signature_letter");
    const { secret } = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await stripe.customers.create({});
    await twin.twin.settle();
    const { headers, body } = receiver.received[0]!;
    const timestamp = Number(/^t=(\d+),/.exec(String(headers["stripe-signature"]))?.[1]);
    const expected = stripe.webhooks.generateTestHeaderString({ payload: body, secret: secret!, timestamp });
    expect(headers["stripe-signature"]).toBe(expected);
  });
});

describe("retries", () => {
  test("come at the times of the schedule, each signed anew, the log holding both sides", async () => {
    const key = "sk_test_retry_log";
    await using receiver = await startReceiver();
    receiver.answerWith(500);
    const stripe = twin.sdk(key);
    const { secret } = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await stripe.customers.create({});
    // Not settled first: an advance waits for the attempt that is under way.
    await twin.advance("3d", key);
    const [delivery] = await deliveriesOf(key);
    let atMs = START_MS;
    const due = [0, ...RETRY_DELAYS_MS].map((delayMs) => new Date((atMs += delayMs)).toISOString());
    expect(delivery).toMatchObject({ status: "failed", failure: "The last attempt failed.", next_attempt_at: null });
    expect(delivery.attempts.map(({ at }: { at: string }) => at)).toEqual(due);
    expect(receiver.received).toHaveLength(due.length);
    for (const [index, { headers, body }] of receiver.received.entries()) {
      const signature = String(headers["stripe-signature"]);
      expect(stripe.webhooks.constructEvent(body, signature, secret!).type).toBe("customer.created");
      expect(delivery.attempts[index]).toMatchObject({
        request: { method: "POST", url: receiver.url, headers: { "stripe-signature": signature } },
        response: { status: 500, body: "ok" },
        error: "the receiver answered 500",
      });
    }
  });
});

describe("an endpoint that accepts nothing", () => {
  test("is disabled nine days after its first failure; enabled again, it hears what comes then", async () => {
    const key = "sk_test_disabled";
    await using receiver = await startReceiver();
    receiver.answerWith(500);
    const stripe = twin.sdk(key);
    const { id } = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    const status = async () => (await stripe.webhookEndpoints.retrieve(id)).status;
    await stripe.customers.create({});
    await twin.advance("5d", key);
    await stripe.customers.create({});
    await twin.twin.settle();
    const { failing } = (await twin.wire("GET /admin/webhooks", { key })).body;
    expect(failing).toEqual([
      { account: "", endpoint: id, failures: RETRY_DELAYS_MS.length + 2, since: new Date(START_MS).toISOString() },
    ]);
    await twin.advance("P3DT23H59M", key);
    expect(await status()).toBe("enabled");
    await twin.advance("1m", key);
    expect(await status()).toBe("disabled");

    const before = receiver.received.length;
    receiver.answerWith(200);
    await stripe.customers.create({ name: "unheard" });
    await twin.advance("30d", key);
    expect(receiver.received).toHaveLength(before);

    await stripe.webhookEndpoints.update(id, { disabled: false });
    await stripe.customers.create({ name: "heard" });
    await twin.twin.settle();
    expect(receiver.received.slice(before).map(({ body }) => JSON.parse(body).data.object.name)).toEqual(["heard"]);
    await twin.advance("30d", key);
    expect(await status()).toBe("enabled");
  });

  test("one that accepts something in between is not", async () => {
    const key = "sk_test_recovering";
    await using receiver = await startReceiver();
    receiver.answerWith(500);
    const stripe = twin.sdk(key);
    const { id } = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await stripe.customers.create({});
    await twin.advance("8d", key);
    receiver.answerWith(200);
    await stripe.customers.create({});
    await twin.twin.settle();
    receiver.answerWith(500);
    await stripe.customers.create({});
    await twin.advance("8d", key);
    expect((await stripe.webhookEndpoints.retrieve(id)).status).toBe("enabled");
    await twin.advance("1d", key);
    expect((await stripe.webhookEndpoints.retrieve(id)).status).toBe("disabled");
  });

  test("failures survive an export and an import", async () => {
    const key = "sk_test_failures_kept";
    await using receiver = await startReceiver();
    receiver.answerWith(500);
    const stripe = twin.sdk(key);
    const { id } = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await stripe.customers.create({});
    await twin.advance("5d", key);
    const authorization = `Bearer ${key}`;
    const state = await (
      await twin.twin.fetch(new Request(`${twin.url}/admin/state`, { headers: { authorization } }))
    ).text();
    const headers = { authorization, "content-type": "application/json" };
    await twin.twin.fetch(new Request(`${twin.url}/admin/reset`, { method: "POST", headers }));
    const loaded = await twin.twin.fetch(
      new Request(`${twin.url}/admin/state`, { method: "POST", headers, body: state }),
    );
    expect(loaded.status).toBe(200);
    await twin.advance("4d", key);
    expect((await stripe.webhookEndpoints.retrieve(id)).status).toBe("disabled");
  });
});

describe("a replay", () => {
  test("sends the event again under a new signature, and counts once", async () => {
    const key = "sk_test_replay";
    await using accepting = await startReceiver();
    await using refusing = await startReceiver();
    refusing.answerWith(500);
    const stripe = twin.sdk(key);
    const { secret } = await stripe.webhookEndpoints.create({ url: accepting.url, enabled_events: ["*"] });
    await stripe.webhookEndpoints.create({ url: refusing.url, enabled_events: ["*"] });
    await stripe.customers.create({});
    await twin.twin.settle();
    const [delivered] = await deliveriesOf(key);
    const answer = await twin.wire(`POST /admin/webhooks/${delivered.id}/replay`, { key });
    await twin.twin.settle();
    expect(accepting.received).toHaveLength(2);
    const [first, second] = accepting.received;
    expect(second!.body).toBe(first!.body);
    const event = stripe.webhooks.constructEvent(second!.body, second!.headers["stripe-signature"]!, secret!);
    // One endpoint has not accepted it, however often the other one did.
    expect((await stripe.events.retrieve(event.id)).pending_webhooks).toBe(1);
    const { body: replayed } = await twin.wire(`GET /admin/webhooks/${answer.body.delivery}`, { key });
    expect(replayed).toMatchObject({ status: "delivered", replayed_from: delivered.id, event: { id: event.id } });
  });

  test("of one that failed makes up for it", async () => {
    const key = "sk_test_replay_failed";
    await using receiver = await startReceiver();
    receiver.answerWith(500);
    const stripe = twin.sdk(key);
    await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await stripe.customers.create({});
    await twin.advance("3d", key);
    receiver.answerWith(200);
    const [failed] = await deliveriesOf(key);
    await twin.wire(`POST /admin/webhooks/${failed.id}/replay`, { key });
    await twin.twin.settle();
    expect((await stripe.events.retrieve(failed.event.id)).pending_webhooks).toBe(0);
  });
});
