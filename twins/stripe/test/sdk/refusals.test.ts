import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";

let twin: Harness;
beforeAll(async () => {
  twin = await startTwin();
});
afterAll(() => twin[Symbol.asyncDispose]());

describe("every operation refuses what Stripe refuses", () => {
  test.each(["/v1/customers", "/v1/products", "/v1/prices", "/v1/events", "/v1/webhook_endpoints"])(
    "GET %s with a limit of 0",
    async (path) => {
      const { status, body } = await twin.wire(`GET ${path}?limit=0`);
      expect(status).toBe(400);
      expect(body.error).toMatchObject({ code: "parameter_invalid_integer", param: "limit" });
    },
  );

  test.each([
    ["GET /v1/customers/x", "id", "No such customer: 'x'"],
    ["POST /v1/customers/x", "id", "No such customer: 'x'"],
    ["DELETE /v1/customers/x", "id", "No such customer: 'x'"],
    ["GET /v1/products/x", "id", "No such product: 'x'"],
    ["POST /v1/products/x", "id", "No such product: 'x'"],
    ["DELETE /v1/products/x", "id", "No such product: 'x'"],
    ["GET /v1/prices/x", "price", "No such price: 'x'"],
    ["POST /v1/prices/x", "price", "No such price: 'x'"],
    ["GET /v1/events/x", "id", "No such event: 'x'"],
    ["GET /v1/webhook_endpoints/x", "webhook_endpoint", "No such webhook endpoint: 'x'"],
    ["POST /v1/webhook_endpoints/x", "webhook_endpoint", "No such webhook endpoint: 'x'"],
    ["DELETE /v1/webhook_endpoints/x", "webhook_endpoint", "No such webhook endpoint: 'x'"],
  ])("%s for an id that is not there", async (route, param, message) => {
    const { status, body } = await twin.wire(route);
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ type: "invalid_request_error", code: "resource_missing", param, message });
  });

  test.each([
    "GET /v1/customers/x",
    "GET /v1/products",
    "DELETE /v1/products/x",
    "GET /v1/events/x",
    "GET /v1/webhook_endpoints",
  ])("%s with a parameter it does not have", async (route) => {
    const { status, body } = await twin.wire(`${route}?nope=1`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: "parameter_unknown", param: "nope" });
  });

  test("a price cannot be deleted: there is no such route", async () => {
    const { status, body } = await twin.wire("DELETE /v1/prices/x");
    expect(status).toBe(404);
    expect(body.error.message).toMatch(/^Unrecognized request URL \(DELETE: \/v1\/prices\/x\)/);
  });
});
