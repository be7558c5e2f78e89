import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Harness, startTwin, type WireAnswer } from "./support/harness.ts";
import { assetOf } from "./support/library.ts";
import { startReceiver } from "./support/receiver.ts";

const ASSETS = "/API/assets/v1/assets/";
const CREATE = { method: "POST", path: ASSETS };

let twin: Harness;
beforeEach(async () => {
  twin = await startTwin();
});
afterEach(() => twin[Symbol.asyncDispose]());

async function arm(spec: object): Promise<WireAnswer["body"]> {
  const { status, body } = await twin.api("POST /admin/faults", spec);
  expect(status).toBe(201);
  return body;
}

async function assets(): Promise<number> {
  await twin.api("DELETE /admin/faults");
  return (await twin.api(`GET ${ASSETS}`)).body.total;
}

describe("an injected error is iconik's", () => {
  test.each([
    [{ status: 401 }, 401, "Token is invalid"],
    [{ status: 403 }, 403, "Permission denied"],
    [{ status: 429 }, 429, "Rate limit exceeded"],
    [{ status: 503 }, 503, "Service unavailable"],
    [{ status: 418 }, 418, "Bad request"],
    [{ code: "not_found" }, 404, "Not found"],
    [{ code: "conflict", status: 423 }, 423, "Conflict"],
  ])("for %o", async (effect, status, message) => {
    await arm({ match: CREATE, effect });
    const answer = await twin.api(`POST ${ASSETS}`, { title: "a" });
    expect([answer.status, answer.body]).toEqual([status, { errors: [message] }]);
    expect(await assets()).toBe(0);
  });
});

test("a route is named by its own pattern, with or without its slash, or by one over its segments", async () => {
  const id = await assetOf(twin, "a");
  for (const path of [`${ASSETS}:asset_id/`, `${ASSETS}{asset_id}`, `${ASSETS}*`, "/API/assets/**"]) {
    const { id: fault, operations } = await arm({ match: { method: "GET", path }, effect: { status: 500 } });
    expect(operations.length).toBeGreaterThan(0);
    expect((await twin.api(`GET ${ASSETS}${id}/`)).status).toBe(500);
    expect((await twin.api(`DELETE /admin/faults/${fault}`)).status).toBe(200);
  }
  await arm({ match: { method: "GET", path: `${ASSETS}*` }, effect: { status: 500 } });
  expect((await twin.api(`GET ${ASSETS}`)).status).toBe(200);
});

test("a sequence fails, fails and lets go; what it did is counted and marked", async () => {
  await arm({ match: CREATE, sequence: ["fail", "fail", "ok"], effect: { status: 503 } });
  const answers: number[] = [];
  for (let at = 0; at < 4; at += 1) answers.push((await twin.api(`POST ${ASSETS}`, { title: "a" })).status);
  expect(answers).toEqual([503, 503, 201, 201]);
  const { body } = await twin.api("GET /admin/faults");
  expect(body.faults).toMatchObject([{ matched: 3, fired: 2, remaining: 0, status: "spent" }]);
  const ledger = (await twin.api("GET /admin/requests")).body.requests as readonly { fault?: string }[];
  expect(ledger.map(({ fault }) => fault)).toEqual(["fault_1", "fault_1", undefined, undefined]);
});

describe("a connection that breaks", () => {
  test.each([
    ["before", 0],
    ["after", 1],
  ])("%s the write", async (when, count) => {
    await arm({ match: CREATE, effect: { reset: when } });
    await expect(twin.api(`POST ${ASSETS}`, { title: "a" })).rejects.toThrow("fetch failed");
    expect(await assets()).toBe(count);
  });

  test("within the body", async () => {
    await arm({ match: CREATE, effect: { truncate: 10 } });
    await expect(twin.api(`POST ${ASSETS}`, { title: "a" })).rejects.toThrow("terminated");
    expect(await assets()).toBe(1);
  });
});

test("a webhook arrives twice, and is not sent again by a flush", async () => {
  await using receiver = await startReceiver();
  const hook = { url: receiver.url, event_type: "assets", operation: "create", status: "ENABLED" };
  await twin.api("POST /API/notifications/v1/webhooks/", hook);
  await arm({ match: { event: "assets.*" }, count: 1, effect: { webhook: "duplicate" } });
  await assetOf(twin, "a");
  await twin.twin.settle();
  expect(receiver.received).toHaveLength(2);
  await twin.api("POST /admin/webhooks/flush");
  expect(receiver.received).toHaveLength(2);
});
