import { describe, expect, test } from "vitest";
import { APPLICATION, startTwin, type WireAnswer } from "./support/harness.ts";

const limited = { config: { rate_limit_profile: "standard" } };
const ROUTE = "GET /API/assets/v1/assets/";

const counters = ({ headers }: WireAnswer) =>
  ["limit", "remaining", "reset"].map((name) => headers.get(`ratelimit-${name}`));

describe("a token", () => {
  test("is told with every answer what it may still do", async () => {
    await using twin = await startTwin(limited);
    expect(counters(await twin.api(ROUTE))).toEqual(["1000", "999", "20"]);
    await twin.advance("5s");
    const missing = await twin.api("GET /API/assets/v1/assets/5a7d0d3c-6c1b-11ef-9a3c-1e5a3b7d9f01/");
    expect([missing.status, ...counters(missing)]).toEqual([404, "1000", "998", "20"]);
    await twin.advance("15s");
    expect(counters(await twin.api(ROUTE))).toEqual(["1000", "998", "20"]);
  });

  test("may send a thousand requests in any twenty seconds", async () => {
    await using twin = await startTwin(limited);
    const send = async (count: number) => {
      for (let made = 0; made < count; made += 1) expect((await twin.api(ROUTE)).status).toBe(200);
    };
    await send(400);
    await twin.advance("10s");
    await send(600);
    const refused = await twin.api(ROUTE);
    expect([refused.status, refused.body]).toEqual([429, { errors: ["Rate limit exceeded"] }]);
    expect(counters(refused)).toEqual(["1000", "0", "20"]);
    await twin.advance("9.999s");
    expect((await twin.api(ROUTE)).status).toBe(429);
    await twin.advance("1ms");
    await send(400);
    expect((await twin.api(ROUTE)).status).toBe(429);
  });

  test("does not use up another token's requests", async () => {
    await using twin = await startTwin(limited);
    await twin.api(ROUTE);
    const other = { ...APPLICATION, "auth-token": "another-token-of-the-tests" };
    expect(counters(await twin.wire(ROUTE, { headers: other }))).toEqual(["1000", "999", "20"]);
    const state = await twin.api("GET /admin/state");
    expect(JSON.stringify(state.body.limits)).not.toContain("token-of-the-tests");
  });
});

test("without a profile nothing is counted and no header says so", async () => {
  await using twin = await startTwin();
  expect(counters(await twin.api(ROUTE))).toEqual([null, null, null]);
  expect((await twin.api("GET /admin/limits")).body.buckets).toEqual([]);
});
