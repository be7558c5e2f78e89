import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

const keyed = (key: string) => ({ "idempotency-key": key });

describe("idempotency keys", () => {
  test("a repeated request gets the first answer and does the work once", async () => {
    const request = { key: "sk_test_idem_replay", form: { name: "once" }, headers: keyed("k1") };
    const first = await twin.wire("POST /v1/customers", request);
    const second = await twin.wire("POST /v1/customers", request);
    expect(second.body).toEqual(first.body);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(first.headers.get("original-request")).toBe(first.headers.get("request-id"));
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect(second.headers.get("original-request")).toBe(first.headers.get("request-id"));
    expect(second.headers.get("request-id")).not.toBe(first.headers.get("request-id"));
    expect(second.headers.get("idempotency-key")).toBe("k1");
    const { body } = await twin.wire("GET /v1/customers", { key: "sk_test_idem_replay" });
    expect(body.data).toHaveLength(1);
  });

  test("through the SDK: the same key is the same customer, other parameters are an error", async () => {
    const stripe = twin.sdk("sk_test_idem_sdk");
    const first = await stripe.customers.create({ name: "a" }, { idempotencyKey: "k" });
    const again = await stripe.customers.create({ name: "a" }, { idempotencyKey: "k" });
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    await expect(stripe.customers.create({ name: "b" }, { idempotencyKey: "k" })).rejects.toMatchObject({
      type: "StripeIdempotencyError",
      rawType: "idempotency_error",
      statusCode: 400,
      message:
        "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
        "Try using a key other than 'k' if you meant to execute a different request.",
    });
  });

  test("another endpoint, another account and another world have keys of their own, or refuse", async () => {
    const key = "sk_test_idem_scope";
    await twin.wire("POST /v1/customers", { key, form: { name: "a" }, headers: keyed("k") });
    const elsewhere = await twin.wire("POST /v1/products", { key, form: { name: "a" }, headers: keyed("k") });
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.body.error.type).toBe("idempotency_error");
    const headers = { ...keyed("k"), "stripe-account": "acct_1Other" };
    const connected = await twin.wire("POST /v1/customers", { key, form: { name: "b" }, headers });
    expect(connected.status).toBe(200);
    const world = await twin.wire("POST /v1/customers", { key: `${key}2`, form: { name: "b" }, headers: keyed("k") });
    expect(world.status).toBe(200);
  });

  test("a key is forgotten after 24 hours", async () => {
    const request = { key: "sk_test_idem_ttl", form: { name: "a" }, headers: keyed("k") };
    const first = await twin.wire("POST /v1/customers", request);
    await twin.advance("23h", request.key);
    expect((await twin.wire("POST /v1/customers", request)).body.id).toBe(first.body.id);
    await twin.advance("61m", request.key);
    const later = await twin.wire("POST /v1/customers", request);
    expect(later.body.id).not.toBe(first.body.id);
    expect(later.headers.get("idempotent-replayed")).toBeNull();
  });

  test("a request that was refused before it ran leaves the key free; one that ran and failed keeps its failure", async () => {
    const key = "sk_test_idem_failures";
    const invalid = await twin.wire("POST /v1/customers", { key, form: { nope: "1" }, headers: keyed("k") });
    expect(invalid.status).toBe(400);
    const valid = await twin.wire("POST /v1/customers", { key, form: { name: "a" }, headers: keyed("k") });
    expect(valid.status).toBe(200);
    const request = { key, form: { name: "x" }, headers: keyed("k2") };
    const missing = await twin.wire("POST /v1/customers/cus_none", request);
    const repeated = await twin.wire("POST /v1/customers/cus_none", request);
    expect(repeated.status).toBe(404);
    expect(repeated.body).toEqual(missing.body);
    expect(repeated.headers.get("idempotent-replayed")).toBe("true");
    expect(repeated.headers.get("original-request")).toBe(missing.headers.get("request-id"));
  });

  test("a key of 255 characters is the longest; reads take no keys", async () => {
    const key = "sk_test_idem_length";
    const longest = await twin.wire("POST /v1/customers", { key, form: {}, headers: keyed("x".repeat(255)) });
    expect(longest.status).toBe(200);
    const longer = await twin.wire("POST /v1/customers", { key, form: {}, headers: keyed("x".repeat(256)) });
    expect(longer.status).toBe(400);
    expect(longer.body.error.message).toMatch(/255 characters/);
    const read = await twin.wire("GET /v1/customers", { key, headers: keyed("x".repeat(255)) });
    expect(read.headers.get("original-request")).toBeNull();
  });
});
