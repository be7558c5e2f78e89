import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";
import { answerChallenge, challengeOf, eventTypesOf, failureOf, intend, pay } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

const RETURN_URL = "https://example.com/done?order=7";

describe("3-D Secure", () => {
  test.each([
    "pm_card_authenticationRequired",
    "pm_card_authenticationRequiredOnSetup",
    "pm_card_threeDSecure2Required",
    "pm_card_threeDSecureRequired",
  ])("%s: the holder authenticates on a page, and the payment goes on", async (card) => {
    const stripe = twin.sdk(`sk_test_3ds_${card}`);
    const asked = await pay(stripe, card, { return_url: RETURN_URL });
    expect(asked).toMatchObject({
      status: "requires_action",
      latest_charge: null,
      next_action: {
        type: "redirect_to_url",
        redirect_to_url: { return_url: RETURN_URL, url: expect.stringContaining(`${twin.url}/3d_secure_2/hosted?`) },
      },
    });
    const page = await fetch(challengeOf(asked));
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("Pay $20.00?");
    const answer = await answerChallenge(challengeOf(asked), "complete");
    expect(answer.status).toBe(303);
    const back = new URL(answer.headers.get("location") ?? "");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      order: "7",
      payment_intent: asked.id,
      payment_intent_client_secret: asked.client_secret,
      redirect_status: "succeeded",
      source_type: "card",
    });
    const paid = await stripe.paymentIntents.retrieve(asked.id, { expand: ["latest_charge"] });
    expect(paid).toMatchObject({
      status: "succeeded",
      next_action: null,
      latest_charge: {
        payment_method_details: {
          card: { three_d_secure: { authentication_flow: "challenge", result: "authenticated", version: "2.2.0" } },
        },
      },
    });
    expect(await eventTypesOf(stripe)).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
  });

  test("the holder fails: another method is wanted, and nothing is charged", async () => {
    const stripe = twin.sdk("sk_test_3ds_fail");
    const asked = await pay(stripe, "pm_card_threeDSecure2Required", { return_url: RETURN_URL });
    const answer = await answerChallenge(challengeOf(asked), "fail");
    expect(new URL(answer.headers.get("location") ?? "").searchParams.get("redirect_status")).toBe("failed");
    expect(await stripe.paymentIntents.retrieve(asked.id)).toMatchObject({
      last_payment_error: {
        code: "payment_intent_authentication_failure",
        message:
          "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
        type: "invalid_request_error",
      },
      latest_charge: null,
      next_action: null,
      payment_method: null,
      status: "requires_payment_method",
    });
    expect(await eventTypesOf(stripe)).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "payment_intent.payment_failed",
    ]);
  });

  test("the holder authenticates, and the issuer declines", async () => {
    const stripe = twin.sdk("sk_test_3ds_declined");
    const asked = await pay(stripe, "pm_card_threeDSecureRequiredChargeDeclined");
    const answer = await answerChallenge(challengeOf(asked), "complete");
    expect(await answer.text()).toContain("failed");
    expect(await stripe.paymentIntents.retrieve(asked.id)).toMatchObject({
      last_payment_error: { code: "card_declined" },
      status: "requires_payment_method",
    });
    expect(await eventTypesOf(stripe)).toEqual([
      "payment_intent.created",
      "payment_intent.requires_action",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
  });

  test("without a page to return to, Stripe's own library handles the challenge", async () => {
    const stripe = twin.sdk();
    const asked = await pay(stripe, "pm_card_threeDSecure2Required");
    expect(asked.next_action).toMatchObject({
      type: "use_stripe_sdk",
      use_stripe_sdk: { type: "three_d_secure_redirect", stripe_js: expect.stringContaining(twin.url) },
    });
    const answer = await answerChallenge(challengeOf(asked), "complete");
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("You are authenticated.");
    expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe("succeeded");
    const sdk = await pay(stripe, "pm_card_threeDSecure2Required", { return_url: RETURN_URL, use_stripe_sdk: true });
    expect(sdk.next_action?.type).toBe("use_stripe_sdk");
  });

  test("a manually captured payment is held after the challenge", async () => {
    const stripe = twin.sdk();
    const asked = await pay(stripe, "pm_card_threeDSecureRequired", { capture_method: "manual" });
    await answerChallenge(challengeOf(asked), "complete");
    expect(await stripe.paymentIntents.retrieve(asked.id)).toMatchObject({
      amount_capturable: 2_000,
      status: "requires_capture",
    });
  });

  test("with manual confirmation, the server confirms again after the challenge", async () => {
    const stripe = twin.sdk();
    const asked = await pay(stripe, "pm_card_threeDSecure2Required", { confirmation_method: "manual" });
    await answerChallenge(challengeOf(asked), "complete");
    expect(await stripe.paymentIntents.retrieve(asked.id)).toMatchObject({
      latest_charge: null,
      status: "requires_confirmation",
    });
    expect((await stripe.paymentIntents.confirm(asked.id)).status).toBe("succeeded");
  });

  test("a challenge is answered once, and not after the intent went another way", async () => {
    const stripe = twin.sdk();
    const asked = await pay(stripe, "pm_card_threeDSecure2Required");
    await answerChallenge(challengeOf(asked), "complete");
    expect((await answerChallenge(challengeOf(asked), "complete")).status).toBe(404);
    expect((await fetch(challengeOf(asked))).status).toBe(404);
    const canceled = await pay(stripe, "pm_card_threeDSecure2Required");
    await stripe.paymentIntents.cancel(canceled.id);
    expect((await answerChallenge(challengeOf(canceled), "complete")).status).toBe(404);
    expect((await stripe.paymentIntents.retrieve(canceled.id)).status).toBe("canceled");
    const replaced = await pay(stripe, "pm_card_threeDSecure2Required");
    const second = await stripe.paymentIntents.confirm(replaced.id, { payment_method: "pm_card_threeDSecureRequired" });
    expect((await answerChallenge(challengeOf(replaced), "complete")).status).toBe(404);
    await answerChallenge(challengeOf(second), "complete");
    expect((await stripe.paymentIntents.retrieve(replaced.id)).status).toBe("succeeded");
  });

  test("the page of another account, or of none, is not found", async () => {
    const stripe = twin.sdk("sk_test_3ds_mine");
    const url = new URL(challengeOf(await pay(stripe, "pm_card_threeDSecure2Required")));
    url.searchParams.set("world", "another");
    expect((await fetch(url)).status).toBe(404);
    url.searchParams.delete("world");
    expect((await fetch(url)).status).toBe(401);
  });

  test("in a world with a name, of which the browser does not know", async () => {
    const headers = { "wt-world": "shop" };
    const form = {
      amount: "500",
      currency: "usd",
      "allowed_payment_method_types[]": "card",
      payment_method: "pm_card_threeDSecure2Required",
      confirm: "true",
    };
    const { body: asked } = await twin.wire("POST /v1/payment_intents", { form, headers });
    await answerChallenge(challengeOf(asked), "complete");
    const { body: paid } = await twin.wire(`GET /v1/payment_intents/${asked.id}`, { headers });
    expect(paid.status).toBe("succeeded");
  });

  test("of a connected account", async () => {
    const stripe = twin.sdk("sk_test_3ds_connect", { stripeAccount: "acct_connected" });
    const asked = await pay(stripe, "pm_card_threeDSecure2Required");
    await answerChallenge(challengeOf(asked), "complete");
    expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe("succeeded");
  });

  test("an answer that is none is refused", async () => {
    const url = challengeOf(await pay(twin.sdk(), "pm_card_threeDSecure2Required"));
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams({ outcome: "perhaps" }) });
    expect(answer.status).toBe(400);
  });

  test("requested for a card that can, and never for one that cannot", async () => {
    const stripe = twin.sdk();
    const asking = { payment_method_options: { card: { request_three_d_secure: "any" as const } } };
    expect((await pay(stripe, "pm_card_threeDSecureOptional")).status).toBe("succeeded");
    expect((await pay(stripe, "pm_card_threeDSecureOptional", asking)).status).toBe("requires_action");
    expect((await pay(stripe, "pm_card_visa", asking)).status).toBe("succeeded");
    expect((await pay(stripe, "pm_card_amex_threeDSecureNotSupported", asking)).status).toBe("succeeded");
  });
});

describe("without the holder", () => {
  test("a card that always asks is declined, and not charged", async () => {
    const stripe = twin.sdk("sk_test_3ds_off_session");
    const { id: customer } = await stripe.customers.create({});
    const saved = await stripe.paymentMethods.attach("pm_card_authenticationRequired", { customer });
    const error = await failureOf(pay(stripe, saved.id, { customer, off_session: true }));
    expect(error).toMatchObject({
      statusCode: 402,
      code: "authentication_required",
      decline_code: "authentication_required",
      message: "Your card was declined. This transaction requires authentication.",
      payment_intent: { latest_charge: null, payment_method: null, status: "requires_payment_method" },
      payment_method: { id: saved.id },
    });
    expect((await stripe.charges.list()).data).toEqual([]);
    expect((await eventTypesOf(stripe)).slice(-2)).toEqual(["payment_intent.created", "payment_intent.payment_failed"]);
    const intent = error.payment_intent!.id;
    const asked = await stripe.paymentIntents.confirm(intent, { payment_method: saved.id });
    await answerChallenge(challengeOf(asked), "complete");
    expect((await stripe.paymentIntents.retrieve(intent)).status).toBe("succeeded");
  });

  test("a card that was set up with its holder pays", async () => {
    const stripe = twin.sdk();
    const { id: customer } = await stripe.customers.create({});
    const card = "pm_card_authenticationRequiredOnSetup";
    const unprepared = await stripe.paymentMethods.attach(card, { customer });
    expect(await failureOf(pay(stripe, unprepared.id, { customer, off_session: true }))).toMatchObject({
      code: "authentication_required",
    });
    const asked = await pay(stripe, card, { customer, setup_future_usage: "off_session" });
    await answerChallenge(challengeOf(asked), "complete");
    const { payment_method: prepared } = await stripe.paymentIntents.retrieve(asked.id);
    expect((await pay(stripe, prepared as string, { customer, off_session: true })).status).toBe("succeeded");
    const counted = await stripe.paymentMethods.attach("pm_card_authenticationRequiredSetupForOffSession", {
      customer,
    });
    expect((await pay(stripe, counted.id, { customer, off_session: true })).status).toBe("succeeded");
    expect((await pay(stripe, counted.id, { customer })).status).toBe("requires_action");
  });

  test("`error_on_requires_action` declines instead of asking", async () => {
    const stripe = twin.sdk();
    const { id } = await intend(stripe);
    const confirmation = { payment_method: "pm_card_threeDSecure2Required", error_on_requires_action: true };
    expect(await failureOf(stripe.paymentIntents.confirm(id, confirmation))).toMatchObject({
      statusCode: 402,
      code: "authentication_required",
    });
  });
});
