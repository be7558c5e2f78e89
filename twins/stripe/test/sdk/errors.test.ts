import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountIdOf } from "../../src/account-id.ts";
import { type Harness, startTwin } from "../support/harness.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("authentication", () => {
  test("no key", async () => {
    const { status, headers, body } = await twin.wire("GET /v1/customers", { key: null });
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe('Basic realm="Stripe"');
    expect(headers.get("request-id")).toMatch(/^req_[A-Za-z0-9]{14}$/);
    expect(body).toEqual({
      error: { message: expect.stringMatching(/^You did not provide an API key\. /), type: "invalid_request_error" },
    });
  });

  test("a key that is none is refused and not shown in full", async () => {
    const error = await twin
      .sdk("sk_test")
      .customers.list()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    const { body } = await twin.wire("GET /v1/customers", { key: "sk_tset_abcdefghijkl" });
    expect(body.error.message).toBe("Invalid API Key provided: ****************ijkl");
  });

  test("a publishable key may not", async () => {
    const error = await twin
      .sdk("pk_test_abc")
      .customers.list()
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Stripe.errors.StripePermissionError);
    expect(error).toMatchObject({ statusCode: 403, code: "secret_key_required" });
  });

  test("basic authentication is the same account as the bearer token; restricted keys work", async () => {
    const key = "sk_test_basic";
    const { id } = await twin.sdk(key).customers.create({});
    const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` };
    const { status } = await twin.wire(`GET /v1/customers/${id}`, { key: null, headers });
    expect(status).toBe(200);
    await expect(twin.sdk("rk_test_basic").customers.list()).resolves.toMatchObject({ data: [] });
  });

  test("a live key sees live objects", async () => {
    expect((await twin.sdk("sk_live_example").customers.create({})).livemode).toBe(true);
  });
});

describe("worlds and accounts", () => {
  test("two keys do not see each other", async () => {
    const { id } = await twin.sdk("sk_test_world_a").customers.create({ name: "a" });
    await expect(twin.sdk("sk_test_world_b").customers.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
    expect((await twin.sdk("sk_test_world_b").events.list()).data).toEqual([]);
  });

  test("Stripe-Account selects an account inside the key's world", async () => {
    const stripe = twin.sdk("sk_test_connect");
    const { id } = await stripe.customers.create({ name: "connected" }, { stripeAccount: "acct_1Connected" });
    await expect(stripe.customers.retrieve(id)).rejects.toMatchObject({ statusCode: 404 });
    await expect(stripe.customers.retrieve(id, {}, { stripeAccount: "acct_1Second" })).rejects.toMatchObject({
      statusCode: 404,
    });
    expect((await stripe.customers.retrieve(id, {}, { stripeAccount: "acct_1Connected" })).id).toBe(id);
    const own = await stripe.customers.create({}, { stripeAccount: accountIdOf("sk_test_connect") });
    expect((await stripe.customers.retrieve(own.id)).id).toBe(own.id);
    await expect(stripe.customers.list({}, { stripeAccount: "nonsense" })).rejects.toMatchObject({
      statusCode: 403,
      code: "account_invalid",
      message: expect.stringContaining("does not have access to account 'nonsense'"),
    });
  });
});

describe("versions", () => {
  test("the version asked for is named in the answer; a malformed one is refused", async () => {
    const asked = await twin.wire("GET /v1/customers", { headers: { "stripe-version": "2024-06-20" } });
    expect(asked.headers.get("stripe-version")).toBe("2024-06-20");
    const beta = "2026-10-28.endive; custom_checkout_beta=v1";
    const withBeta = await twin.wire("GET /v1/customers", { headers: { "stripe-version": beta } });
    expect(withBeta.headers.get("stripe-version")).toBe(beta);
    const unasked = await twin.wire("GET /v1/customers");
    expect(unasked.headers.get("stripe-version")).toBe(Stripe.API_VERSION ?? "2026-10-28.endive");
    const malformed = await twin.wire("GET /v1/customers", { headers: { "stripe-version": "next" } });
    expect(malformed.status).toBe(400);
    expect(malformed.body.error.message).toBe("Invalid Stripe API version: next");
  });
});

describe("parameters", () => {
  test.each<[string, Record<string, string>, object]>([
    [
      "an unknown one",
      { nmae: "x" },
      { code: "parameter_unknown", message: "Received unknown parameter: nmae", param: "nmae" },
    ],
    ["an unknown nested one", { "address[street]": "x" }, { code: "parameter_unknown", param: "address[street]" }],
    [
      "an integer in words",
      { balance: "much" },
      { code: "parameter_invalid_integer", message: "Invalid integer: much", param: "balance" },
    ],
    [
      "an e-mail address that is none",
      { email: "ada" },
      { code: "email_invalid", message: "Invalid email address: ada", param: "email" },
    ],
    ["a number with decimals", { balance: "1.5" }, { code: "parameter_invalid_integer", param: "balance" }],
    ["an empty one that cannot be unset", { balance: "" }, { code: "parameter_invalid_empty", param: "balance" }],
    [
      "a word that is not allowed",
      { tax_exempt: "maybe" },
      { message: "Invalid tax_exempt: must be one of exempt, none, or reverse", param: "tax_exempt" },
    ],
    ["text in place of a map", { address: "here" }, { message: "Invalid object", param: "address" }],
    ["a map in place of text", { "name[first]": "x" }, { message: 'Invalid string: {"first":"x"}', param: "name" }],
    ["a missing nested one", { "shipping[name]": "x" }, { code: "parameter_missing", param: "shipping[address]" }],
    [
      "one that the twin does not model",
      { source: "tok_visa" },
      { message: expect.stringContaining("does not model"), param: "source" },
    ],
    [
      "too long a metadata key",
      { [`metadata[${"k".repeat(41)}]`]: "v" },
      { message: expect.stringMatching(/^Metadata keys can have up to 40 characters/) },
    ],
    [
      "too long a metadata value",
      { "metadata[k]": "v".repeat(501) },
      { message: expect.stringMatching(/a value that is 501 characters/) },
    ],
  ])("%s", async (_, form, problem) => {
    const { status, body, headers } = await twin.wire("POST /v1/customers", { key: "sk_test_params", form });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: "invalid_request_error", ...problem });
    expect(body.error.request_log_url).toContain(headers.get("request-id"));
  });

  test("a missing one", async () => {
    const { body } = await twin.wire("POST /v1/products", { form: {} });
    expect(body.error).toEqual({
      code: "parameter_missing",
      doc_url: "https://stripe.com/docs/error-codes/parameter-missing",
      message: "Missing required param: name.",
      param: "name",
      request_log_url: expect.stringMatching(/^https:\/\/dashboard\.stripe\.com\/test\/logs\/req_/),
      type: "invalid_request_error",
    });
  });

  test("fifty keys of metadata are the most", async () => {
    const stripe = twin.sdk("sk_test_params_metadata");
    const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${at}`, "v"]));
    const { id } = await stripe.customers.create({ metadata });
    await expect(stripe.customers.update(id, { metadata: { extra: "v" } })).rejects.toMatchObject({
      param: "metadata",
    });
    await expect(stripe.customers.update(id, { metadata: { k0: "", extra: "v" } })).resolves.toBeDefined();
  });

  test("one in the query of a write", async () => {
    const { status, body } = await twin.wire("POST /v1/customers?name=x", { form: {} });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: "parameter_unknown", param: "name" });
  });

  test("where strictness is switched off, unknown ones are ignored and any credential is let in", async () => {
    await using lenient = await startTwin({ config: { strict: false } });
    const made = await lenient.wire("POST /v1/customers", { key: "whatever", form: { nope: "1", name: "x" } });
    expect(made.status).toBe(200);
    expect((await lenient.wire(`GET /v1/customers/${made.body.id}`, { key: "whatever" })).body.name).toBe("x");
    expect((await lenient.wire("GET /v1/customers", { key: null })).body.data).toEqual([]);
  });

  test("JSON bodies are refused, a broken form is too", async () => {
    const json = await twin.wire("POST /v1/customers", { form: "{}", headers: { "content-type": "application/json" } });
    expect(json.status).toBe(400);
    expect(json.body.error.message).toMatch(/application\/x-www-form-urlencoded/);
    const broken = await twin.wire("POST /v1/customers", { form: "name=x&name[a]=b" });
    expect(broken.status).toBe(400);
  });
});

describe("routes", () => {
  test("an unknown one is the vendor's 404 and marked as unimplemented", async () => {
    const { status, headers, body } = await twin.wire("GET /v1/unicorns");
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      type: "invalid_request_error",
      message: expect.stringMatching(/^Unrecognized request URL \(GET: \/v1\/unicorns\)\./),
    });
    expect(headers.get("wt-unimplemented")).toBe("GET /v1/unicorns");
    await expect(twin.sdk().rawRequest("GET", "/v1/unicorns")).rejects.toBeInstanceOf(
      Stripe.errors.StripeInvalidRequestError,
    );
  });
});

describe("the SDK's retries", () => {
  test("a failing service is asked again with the same key, and the failure reaches the caller as an API error", async () => {
    await using failing = await startTwin({ config: { fail_rate: 1 } });
    const stripe = failing.sdk("sk_test_retries", { maxNetworkRetries: 2 });
    const error = await stripe.customers.create({}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Stripe.errors.StripeAPIError);
    expect(error).toMatchObject({ statusCode: 500, rawType: "api_error" });
    const ledger = await failing.wire("GET /admin/requests", { key: "sk_test_retries" });
    const entries = ledger.body.requests ?? ledger.body;
    expect(entries).toHaveLength(3);
    const keys = entries.map(
      (entry: { request: { headers: Record<string, string> } }) => entry.request.headers["idempotency-key"],
    );
    expect(new Set(keys).size).toBe(1);
  });
});
