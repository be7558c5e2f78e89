import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, START_MS, startTwin } from "../support/harness.ts";
import { eventsOf, eventTypesOf, failureOf, intend, pay } from "../support/payments.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("a payment with a card", () => {
  test("create, then confirm: the intent, its charge and its balance transaction agree", async () => {
    const stripe = twin.sdk("sk_test_pi_happy");
    const created = await intend(stripe, { amount: 10_000, capture_method: "automatic", metadata: { order: "7" } });
    expect(created).toMatchObject({
      id: expect.stringMatching(/^pi_3[A-Za-z0-9]{23}$/),
      object: "payment_intent",
      amount: 10_000,
      amount_received: 0,
      client_secret: expect.stringMatching(new RegExp(`^${created.id}_secret_[A-Za-z0-9]{25}$`)),
      created: START_MS / 1_000,
      latest_charge: null,
      livemode: false,
      metadata: { order: "7" },
      payment_method: null,
      payment_method_types: ["card"],
      status: "requires_payment_method",
    });
    const paid = await stripe.paymentIntents.confirm(created.id, {
      payment_method: "pm_card_visa",
      expand: ["latest_charge.balance_transaction"],
    });
    const charge = paid.latest_charge as Stripe.Charge;
    expect(paid).toMatchObject({ status: "succeeded", amount_received: 10_000, amount_capturable: 0 });
    expect(paid.payment_method).toMatch(/^pm_1/);
    expect(charge).toMatchObject({
      amount: 10_000,
      amount_captured: 10_000,
      captured: true,
      metadata: { order: "7" },
      outcome: { network_status: "approved_by_network", risk_level: "normal", type: "authorized" },
      paid: true,
      payment_intent: created.id,
      payment_method: paid.payment_method,
      payment_method_details: { card: { brand: "visa", last4: "4242", checks: { cvc_check: "pass" } }, type: "card" },
      receipt_url: expect.stringContaining(charge.id),
      refunded: false,
      status: "succeeded",
    });
    expect(charge.balance_transaction).toMatchObject({
      amount: 10_000,
      fee: 320,
      net: 9_680,
      source: charge.id,
      status: "pending",
      type: "charge",
    });
    expect(await eventTypesOf(stripe)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
  });

  test("created and confirmed in one request; captured a moment later, as is the default", async () => {
    const key = "sk_test_pi_async";
    const stripe = twin.sdk(key);
    const paid = await pay(stripe, "pm_card_mastercard", { expand: ["latest_charge"] });
    expect(paid).toMatchObject({ status: "succeeded", capture_method: "automatic_async" });
    const charge = paid.latest_charge as Stripe.Charge;
    expect(charge).toMatchObject({ captured: true, balance_transaction: null });
    await twin.advance("2s", key);
    const settled = await stripe.charges.retrieve(charge.id, { expand: ["balance_transaction"] });
    expect(settled.balance_transaction).toMatchObject({ amount: 2_000, fee: 88, net: 1_912, source: charge.id });
    const last = (await eventsOf(stripe)).at(-1)!;
    expect(last.type).toBe("charge.updated");
    expect(last.data.previous_attributes).toEqual({ balance_transaction: null });
  });

  test("automatic payment methods: confirming needs a page to return to, unless no method redirects", async () => {
    const stripe = twin.sdk("sk_test_pi_automatic");
    const automatic = await stripe.paymentIntents.create({ amount: 500, currency: "eur" });
    expect(automatic.automatic_payment_methods).toEqual({ allow_redirects: "always", enabled: true });
    const confirmation = { payment_method: "pm_card_visa" };
    const error = await failureOf(stripe.paymentIntents.confirm(automatic.id, confirmation));
    expect(error).toMatchObject({ statusCode: 400, payment_intent: { id: automatic.id } });
    expect(error.message).toContain("you must provide a `return_url`");
    const returning = await stripe.paymentIntents.confirm(automatic.id, {
      ...confirmation,
      return_url: "https://example.com/done",
    });
    expect(returning).toMatchObject({ status: "succeeded", next_action: null });
    const staying = await pay(stripe, "pm_card_visa", {
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    });
    expect(staying.status).toBe("succeeded");
  });

  test("`payment_method_types` is gone from this API version, not from earlier ones", async () => {
    const form = { amount: "500", currency: "usd", "payment_method_types[]": "card" };
    const now = await twin.wire("POST /v1/payment_intents", { form });
    expect(now.status).toBe(400);
    expect(now.body.error).toMatchObject({
      code: "payment_method_types_no_longer_supported",
      param: "payment_method_types",
    });
    const headers = { "stripe-version": "2025-08-27.basil" };
    const before = await twin.wire("POST /v1/payment_intents", { form, headers });
    expect(before.body).toMatchObject({ payment_method_types: ["card"], status: "requires_payment_method" });
  });

  test("the details of a card in the request, which the twin does not keep", async () => {
    const key = "sk_test_pi_raw";
    const stripe = twin.sdk(key);
    const paid = await intend(stripe, {
      confirm: true,
      payment_method_data: {
        type: "card",
        billing_details: { name: "Ada", address: { postal_code: "10115" } },
        card: { number: "4242 4242 4242 4242", exp_month: 12, exp_year: 2030, cvc: "123" },
      } as Stripe.PaymentIntentCreateParams.PaymentMethodData,
      expand: ["payment_method"],
    });
    expect(paid.payment_method).toMatchObject({
      billing_details: { name: "Ada", address: { postal_code: "10115" } },
      card: { last4: "4242", checks: { cvc_check: "pass", address_postal_code_check: "pass" } },
    });
    const headers = { authorization: `Bearer ${key}` };
    const state = await fetch(`${twin.url}/admin/state`, { headers });
    expect(state.status).toBe(200);
    const text = await state.text();
    expect(text).toContain("4242");
    expect(text).not.toContain("42424242");
    expect(text).not.toContain("4242 4242");
  });

  test("a retried payment is one payment, and a retried decline the same decline", async () => {
    const stripe = twin.sdk("sk_test_pi_idempotent");
    const params = { amount: 500, currency: "usd", allowed_payment_method_types: ["card" as const], confirm: true };
    const first = await stripe.paymentIntents.create(
      { ...params, payment_method: "pm_card_visa" },
      { idempotencyKey: "order-7" },
    );
    const retried = await stripe.paymentIntents.create(
      { ...params, payment_method: "pm_card_visa" },
      { idempotencyKey: "order-7" },
    );
    expect(retried).toEqual(first);
    const declined = { ...params, payment_method: "pm_card_chargeDeclined" };
    const errors = [
      await failureOf(stripe.paymentIntents.create(declined, { idempotencyKey: "order-8" })),
      await failureOf(stripe.paymentIntents.create(declined, { idempotencyKey: "order-8" })),
    ];
    expect(errors[1]?.payment_intent?.id).toBe(errors[0]?.payment_intent?.id);
    expect((await stripe.charges.list()).data.map(({ status }) => status)).toEqual(["failed", "succeeded"]);
  });
});

describe("what a payment may be", () => {
  test.each([
    [{ amount: 49 }, "amount_too_small", "Amount must be at least $0.50 usd"],
    [{ amount: 100_000_000 }, "amount_too_large", "Amount must be no more than $999,999.99"],
    [{ amount: 0 }, "parameter_invalid_integer", expect.stringMatching(/^The amount must be greater than/)],
    [{ amount: 49, currency: "jpy" }, "amount_too_small", "Amount must be at least ¥50 jpy"],
    [{ amount: 29, currency: "gbp" }, "amount_too_small", "Amount must be at least £0.30 gbp"],
  ])("%j is refused: %s", async (params, code, message) => {
    const error = await failureOf(intend(twin.sdk(), params));
    expect(error).toMatchObject({ statusCode: 400, code, param: "amount", message });
  });

  test.each([
    [{ currency: "xxx" }, { param: "currency" }],
    [
      { customer: "cus_none" },
      { code: "resource_missing", param: "customer", message: "No such customer: 'cus_none'" },
    ],
    [{ payment_method: "pm_none" }, { code: "resource_missing", param: "payment_method" }],
    [{ return_url: "https://example.com" }, { param: "return_url" }],
    [{ off_session: true }, { param: "off_session" }],
    [{ statement_descriptor_suffix: "x".repeat(23) }, { param: "statement_descriptor_suffix" }],
    [{ application_fee_amount: 10 }, { param: "application_fee_amount" }],
    [{ allowed_payment_method_types: ["us_bank_account"] }, {}],
  ] as [Partial<Stripe.PaymentIntentCreateParams>, object][])("%j is refused", async (params, expected) => {
    const error = await failureOf(intend(twin.sdk(), params));
    expect(error).toMatchObject({ statusCode: 400, type: "StripeInvalidRequestError", ...expected });
  });

  test("what is given is shown", async () => {
    const stripe = twin.sdk();
    const { id: customer } = await stripe.customers.create({});
    const given = {
      customer,
      description: "An order",
      metadata: { a: "1" },
      receipt_email: "ada@example.com",
      setup_future_usage: "off_session",
      shipping: { name: "Ada", address: { line1: "1 Main St", country: "US" } },
      statement_descriptor_suffix: "ORDER 7",
      transfer_group: "group",
    } as const;
    const intent = await intend(stripe, given);
    expect(intent).toMatchObject(given);
    expect(await stripe.paymentIntents.retrieve(intent.id, { expand: ["customer"] })).toMatchObject({
      customer: { id: customer, object: "customer" },
    });
  });
});

describe("update", () => {
  test("changes what is given and asks to be confirmed again", async () => {
    const stripe = twin.sdk("sk_test_pi_update");
    const { id } = await intend(stripe, { metadata: { a: "1", b: "2" } });
    const method = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
    const updated = await stripe.paymentIntents.update(id, {
      amount: 3_000,
      metadata: { b: "", c: "3" },
      payment_method: method.id,
      setup_future_usage: "on_session",
    });
    expect(updated).toMatchObject({
      amount: 3_000,
      metadata: { a: "1", c: "3" },
      payment_method: method.id,
      setup_future_usage: "on_session",
      status: "requires_confirmation",
    });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount: 3_000, metadata: { a: "1", c: "3" } });
    const cleared = await stripe.paymentIntents.update(id, { payment_method: "", setup_future_usage: "" });
    expect(cleared).toMatchObject({
      payment_method: null,
      setup_future_usage: null,
      status: "requires_payment_method",
    });
    expect(await eventTypesOf(stripe)).toEqual(["payment_intent.created"]);
  });

  test("of a challenged payment: a new description leaves the challenge, a new amount voids it", async () => {
    const stripe = twin.sdk();
    const { id } = await pay(stripe, "pm_card_authenticationRequired");
    expect(await stripe.paymentIntents.update(id, { description: "x" })).toMatchObject({
      description: "x",
      status: "requires_action",
    });
    expect(await stripe.paymentIntents.update(id, { amount: 700 })).toMatchObject({
      next_action: null,
      status: "requires_confirmation",
    });
  });

  test("of a payment that is over: what describes it may change, what was paid may not", async () => {
    const stripe = twin.sdk();
    const { id } = await pay(stripe, "pm_card_visa");
    expect(await stripe.paymentIntents.update(id, { description: "later" })).toMatchObject({ description: "later" });
    const error = await failureOf(stripe.paymentIntents.update(id, { amount: 1 }));
    expect(error).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      param: "amount",
      message:
        "This PaymentIntent's amount could not be updated because it has a status of succeeded. You may only update " +
        "the amount of a PaymentIntent with one of the following statuses: requires_payment_method, " +
        "requires_confirmation, requires_action.",
      payment_intent: { id, status: "succeeded" },
    });
  });
});

describe("confirm", () => {
  test("needs a payment method; a customer's default one will do", async () => {
    const stripe = twin.sdk();
    const bare = await intend(stripe);
    expect(await failureOf(stripe.paymentIntents.confirm(bare.id))).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      message: expect.stringContaining("because it's missing a payment method"),
      payment_intent: { id: bare.id },
    });
    const { id: customer } = await stripe.customers.create({ payment_method: "pm_card_visa" });
    const [saved] = (await stripe.customers.listPaymentMethods(customer)).data;
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: saved!.id } });
    const intent = await intend(stripe, { customer });
    expect(await stripe.paymentIntents.confirm(intent.id)).toMatchObject({
      status: "succeeded",
      payment_method: saved!.id,
    });
  });

  test("of a payment that is over is refused", async () => {
    const stripe = twin.sdk();
    const { id } = await pay(stripe, "pm_card_visa");
    expect(await failureOf(stripe.paymentIntents.confirm(id))).toMatchObject({
      code: "payment_intent_unexpected_state",
      message:
        "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.",
    });
    expect(await failureOf(stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" }))).toMatchObject({
      code: "payment_intent_unexpected_state",
      param: "payment_method",
    });
  });

  test("a method belongs to one customer, and one that is saved nowhere pays once", async () => {
    const stripe = twin.sdk();
    const { id: customer } = await stripe.customers.create({ payment_method: "pm_card_visa" });
    const [saved] = (await stripe.customers.listPaymentMethods(customer)).data;
    expect(await failureOf(pay(stripe, saved!.id))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining(`belongs to the Customer ${customer}`),
    });
    const { id: other } = await stripe.customers.create({});
    expect(await failureOf(pay(stripe, saved!.id, { customer: other }))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining(`does not belong to the Customer you supplied ${other}`),
    });
    for (let times = 0; times < 2; times += 1) {
      expect((await pay(stripe, saved!.id, { customer })).status).toBe("succeeded");
    }
    const single = await stripe.paymentMethods.create({ type: "card", card: { token: "tok_visa" } });
    expect((await pay(stripe, single.id)).status).toBe("succeeded");
    expect(await failureOf(pay(stripe, single.id))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining("It may not be used again."),
    });
  });

  test("`setup_future_usage` attaches the method to the customer once it has paid", async () => {
    const stripe = twin.sdk("sk_test_pi_save");
    const { id: customer } = await stripe.customers.create({});
    const paid = await pay(stripe, "pm_card_visa", { customer, setup_future_usage: "off_session" });
    const saved = await stripe.paymentMethods.retrieve(paid.payment_method as string);
    expect(saved).toMatchObject({ customer, card: { checks: { cvc_check: "pass" } } });
    expect(await eventTypesOf(stripe)).toEqual([
      "customer.created",
      "payment_intent.created",
      "payment_method.attached",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
    const again = await pay(stripe, saved.id, { customer, off_session: true });
    expect(again.status).toBe("succeeded");
  });
});

describe("lists, search and retrieval", () => {
  test("lists by customer and time, newest first", async () => {
    const key = "sk_test_pi_list";
    const stripe = twin.sdk(key);
    const { id: customer } = await stripe.customers.create({});
    const first = await intend(stripe, { customer });
    await twin.advance("1h", key);
    const second = await intend(stripe);
    const third = await intend(stripe, { customer });
    const ids = async (query: Stripe.PaymentIntentListParams): Promise<string[]> =>
      (await stripe.paymentIntents.list(query)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([third.id, second.id, first.id]);
    expect(await ids({ customer })).toEqual([third.id, first.id]);
    expect(await ids({ created: { gt: first.created } })).toEqual([third.id, second.id]);
    expect(await ids({ customer, limit: 1, starting_after: third.id })).toEqual([first.id]);
    expect(await failureOf(stripe.paymentIntents.list({ customer: "cus_none" }))).toMatchObject({
      statusCode: 400,
      code: "resource_missing",
      param: "customer",
    });
    await stripe.customers.del(customer);
    expect(await ids({ customer })).toEqual([third.id, first.id]);
  });

  test("search finds by status, amount and metadata", async () => {
    const stripe = twin.sdk("sk_test_pi_search");
    const wanted = await pay(stripe, "pm_card_visa", { amount: 4_200, metadata: { order: "7" } });
    await intend(stripe, { metadata: { order: "7" } });
    const found = await stripe.paymentIntents.search({ query: "status:'succeeded' AND metadata['order']:'7'" });
    expect(found.data.map(({ id }) => id)).toEqual([wanted.id]);
    expect((await stripe.paymentIntents.search({ query: "amount>4000" })).data).toHaveLength(1);
    const made = await stripe.charges.create({ amount: 4_300, currency: "usd", source: "tok_amex" });
    expect((await stripe.charges.search({ query: "amount:4300" })).data.map(({ id }) => id)).toEqual([made.id]);
    const charges = await stripe.charges.search({ query: "payment_method_details.card.last4:4242" });
    expect(charges.data.map(({ payment_intent: intent }) => intent)).toEqual([wanted.id]);
    expect((await stripe.charges.search({ query: "refunded:'true'" })).data).toEqual([]);
    expect(await failureOf(stripe.charges.search({ query: "nope:1" }))).toMatchObject({ param: "query" });
    expect(await failureOf(stripe.paymentIntents.search({ query: "nope:1" }))).toMatchObject({ param: "query" });
  });

  test("the client secret must be the intent's", async () => {
    const stripe = twin.sdk();
    const { id, client_secret: secret } = await intend(stripe);
    expect((await stripe.paymentIntents.retrieve(id, { client_secret: secret! })).id).toBe(id);
    expect(await failureOf(stripe.paymentIntents.retrieve(id, { client_secret: `${id}_secret_x` }))).toMatchObject({
      statusCode: 400,
      code: "payment_intent_invalid_parameter",
      param: "client_secret",
    });
  });

  test.each([
    ["GET /v1/payment_intents/x", {}],
    ["POST /v1/payment_intents/x", {}],
    ["POST /v1/payment_intents/x/confirm", {}],
    ["POST /v1/payment_intents/x/capture", {}],
    ["POST /v1/payment_intents/x/cancel", {}],
  ])("%s for an intent that is not there", async (route, form) => {
    const { status, body } = await twin.wire(route, route.startsWith("GET") ? {} : { form });
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      code: "resource_missing",
      message: "No such payment_intent: 'x'",
      param: "intent",
    });
  });
});
