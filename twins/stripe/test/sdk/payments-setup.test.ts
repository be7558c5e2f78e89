import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";
import { answerChallenge, challengeOf, eventTypesOf, failureOf, pay } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("setup intents", () => {
  test("save a card for later, and attach it to the customer", async () => {
    const stripe = twin.sdk("sk_test_setup_happy");
    const { id: customer } = await stripe.customers.create({});
    const created = await stripe.setupIntents.create({
      customer,
      allowed_payment_method_types: ["card"],
      metadata: { a: "1" },
    });
    expect(created).toMatchObject({
      id: expect.stringMatching(/^seti_1/),
      object: "setup_intent",
      client_secret: expect.stringContaining(`${created.id}_secret_`),
      customer,
      mandate: null,
      status: "requires_payment_method",
      usage: "off_session",
    });
    const done = await stripe.setupIntents.confirm(created.id, { payment_method: "pm_card_visa" });
    expect(done).toMatchObject({ status: "succeeded", latest_attempt: expect.stringMatching(/^setatt_1/) });
    const [saved] = (await stripe.customers.listPaymentMethods(customer)).data;
    expect(saved?.id).toBe(done.payment_method);
    expect(await eventTypesOf(stripe)).toEqual([
      "customer.created",
      "setup_intent.created",
      "payment_method.attached",
      "setup_intent.succeeded",
    ]);
    expect((await pay(stripe, saved!.id, { customer, off_session: true })).status).toBe("succeeded");
    expect(await failureOf(stripe.setupIntents.confirm(created.id))).toMatchObject({
      code: "setup_intent_unexpected_state",
      message: "You cannot confirm this SetupIntent because it has already succeeded.",
    });
  });

  test("the holder authenticates, and the card pays without them", async () => {
    const stripe = twin.sdk("sk_test_setup_3ds");
    const { id: customer } = await stripe.customers.create({});
    const asked = await stripe.setupIntents.create({
      customer,
      confirm: true,
      payment_method: "pm_card_authenticationRequiredOnSetup",
      return_url: "https://example.com/saved",
      expand: ["payment_method"],
    });
    expect(asked).toMatchObject({ status: "requires_action", next_action: { type: "redirect_to_url" } });
    expect(await (await fetch(challengeOf(asked))).text()).toContain("Save this card for later payments?");
    const answer = await answerChallenge(challengeOf(asked), "complete");
    const back = new URL(answer.headers.get("location") ?? "").searchParams;
    expect(Object.fromEntries(back)).toMatchObject({
      setup_intent: asked.id,
      setup_intent_client_secret: asked.client_secret,
      redirect_status: "succeeded",
    });
    const done = await stripe.setupIntents.retrieve(asked.id);
    expect(done.status).toBe("succeeded");
    const paid = await pay(stripe, done.payment_method as string, { customer, off_session: true });
    expect(paid.status).toBe("succeeded");
  });

  test("the holder fails, or the issuer refuses: another card is wanted", async () => {
    const stripe = twin.sdk("sk_test_setup_fail");
    const types = { allowed_payment_method_types: ["card" as const] };
    const asked = await stripe.setupIntents.create({
      ...types,
      confirm: true,
      payment_method: "pm_card_threeDSecure2Required",
    });
    await answerChallenge(challengeOf(asked), "fail");
    expect(await stripe.setupIntents.retrieve(asked.id)).toMatchObject({
      last_setup_error: { code: "setup_intent_authentication_failure" },
      payment_method: null,
      status: "requires_payment_method",
    });
    const error = await failureOf(
      stripe.setupIntents.confirm(asked.id, { payment_method: "pm_card_chargeDeclinedInsufficientFunds" }),
    );
    expect(error).toMatchObject({
      statusCode: 402,
      code: "card_declined",
      decline_code: "insufficient_funds",
      setup_intent: { id: asked.id, status: "requires_payment_method" },
    });
    expect(await eventTypesOf(stripe)).toEqual([
      "setup_intent.created",
      "setup_intent.requires_action",
      "setup_intent.setup_failed",
      "setup_intent.setup_failed",
    ]);
    expect((await stripe.setupIntents.confirm(asked.id, { payment_method: "pm_card_visa" })).status).toBe("succeeded");
  });

  test("update, list and cancel", async () => {
    const stripe = twin.sdk("sk_test_setup_rest");
    const { id: customer } = await stripe.customers.create({});
    const first = await stripe.setupIntents.create({ customer });
    const second = await stripe.setupIntents.create({});
    const updated = await stripe.setupIntents.update(second.id, {
      description: "x",
      metadata: { a: "1" },
      payment_method: "pm_card_visa",
    });
    expect(updated).toMatchObject({ description: "x", metadata: { a: "1" }, status: "requires_confirmation" });
    const ids = async (query: Stripe.SetupIntentListParams): Promise<string[]> =>
      (await stripe.setupIntents.list(query)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ customer })).toEqual([first.id]);
    expect(await ids({ payment_method: updated.payment_method as string })).toEqual([second.id]);
    const canceled = await stripe.setupIntents.cancel(first.id, { cancellation_reason: "duplicate" });
    expect(canceled).toMatchObject({ cancellation_reason: "duplicate", status: "canceled" });
    expect((await eventTypesOf(stripe)).at(-1)).toBe("setup_intent.canceled");
    for (const request of [stripe.setupIntents.cancel(first.id), stripe.setupIntents.update(first.id, { customer })]) {
      expect(await failureOf(request)).toMatchObject({
        statusCode: 400,
        code: "setup_intent_unexpected_state",
        setup_intent: { id: first.id },
      });
    }
  });

  test("what is refused", async () => {
    const stripe = twin.sdk();
    const bare = await stripe.setupIntents.create({});
    expect(await failureOf(stripe.setupIntents.confirm(bare.id))).toMatchObject({
      code: "setup_intent_unexpected_state",
      message: expect.stringContaining("missing a payment method"),
    });
    const automatic = stripe.setupIntents.create({ confirm: true, payment_method: "pm_card_visa" });
    expect((await failureOf(automatic)).message).toContain("you must provide a `return_url`");
    expect(await failureOf(stripe.setupIntents.create({ customer: "cus_none" }))).toMatchObject({ param: "customer" });
    expect(await failureOf(stripe.setupIntents.list({ customer: "cus_none" }))).toMatchObject({ param: "customer" });
    expect(await failureOf(stripe.setupIntents.retrieve(bare.id, { client_secret: "x" }))).toMatchObject({
      code: "setup_intent_invalid_parameter",
    });
    expect(await failureOf(stripe.setupIntents.retrieve("x"))).toMatchObject({
      statusCode: 404,
      message: "No such setupintent: 'x'",
    });
  });
});
