import fc from "fast-check";
import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startTwin } from "../support/harness.ts";

const KEY = "sk_test_pagination";
const COUNT = 25;

let twin: Harness;
let stripe: Stripe;
/** Newest first, as lists show them. */
let ids: string[];

beforeAll(async () => {
  twin = await startTwin();
  stripe = twin.sdk(KEY);
  ids = [];
  for (let at = 0; at < COUNT; at += 1) ids.unshift((await stripe.customers.create({ name: `c${at}` })).id);
});
afterAll(() => twin[Symbol.asyncDispose]());

const shown = (page: { readonly data: readonly { readonly id: string }[] }): string[] => page.data.map(({ id }) => id);

describe("pagination", () => {
  test("a list object says its url and whether more follows; ten come unless asked otherwise", async () => {
    const { body } = await twin.wire("GET /v1/customers", { key: KEY });
    expect(Object.keys(body).toSorted()).toEqual(["data", "has_more", "object", "url"]);
    expect(body).toMatchObject({ object: "list", url: "/v1/customers", has_more: true });
    expect(shown(body)).toEqual(ids.slice(0, 10));
  });

  test("starting_after goes on, ending_before goes back, and the ends say so", async () => {
    const second = await stripe.customers.list({ limit: 10, starting_after: ids[9]! });
    expect(shown(second)).toEqual(ids.slice(10, 20));
    expect(second.has_more).toBe(true);
    const last = await stripe.customers.list({ limit: 10, starting_after: ids[19]! });
    expect(shown(last)).toEqual(ids.slice(20));
    expect(last.has_more).toBe(false);
    const back = await stripe.customers.list({ limit: 10, ending_before: ids[20]! });
    expect(shown(back)).toEqual(ids.slice(10, 20));
    expect(back.has_more).toBe(true);
    const first = await stripe.customers.list({ limit: 10, ending_before: ids[5]! });
    expect(shown(first)).toEqual(ids.slice(0, 5));
    expect(first.has_more).toBe(false);
  });

  test("the SDK walks all pages, forwards and backwards", async () => {
    const forwards: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 4 })) forwards.push(customer.id);
    expect(forwards).toEqual(ids);
    const some = await stripe.customers.list({ limit: 7 }).autoPagingToArray({ limit: 20 });
    expect(some.map(({ id }) => id)).toEqual(ids.slice(0, 20));
    const backwards: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 4, ending_before: ids.at(-1)! })) {
      backwards.push(customer.id);
    }
    expect(backwards).toEqual(ids.slice(0, -1).toReversed());
  });

  test.each<[string, string, string, number, object]>([
    ["limit 0", "limit=0", "limit", 400, { code: "parameter_invalid_integer" }],
    [
      "limit 101",
      "limit=101",
      "limit",
      400,
      { message: expect.stringMatching(/less than or equal to 100 \(it currently is '101'\)/) },
    ],
    ["a limit in words", "limit=ten", "limit", 400, { message: "Invalid integer: ten" }],
    [
      "an unknown cursor",
      "starting_after=cus_none",
      "starting_after",
      400,
      { code: "resource_missing", message: "No such customer: 'cus_none'" },
    ],
    ["an unknown cursor backwards", "ending_before=cus_none", "ending_before", 400, { code: "resource_missing" }],
    ["an empty cursor", "starting_after=", "starting_after", 400, { code: "parameter_invalid_empty" }],
  ])("%s is refused", async (_, query, param, status, problem) => {
    const answer = await twin.wire(`GET /v1/customers?${query}`, { key: KEY });
    expect(answer.status).toBe(status);
    expect(answer.body.error).toMatchObject({ type: "invalid_request_error", param, ...problem });
  });

  test("two cursors at once are refused", async () => {
    const { status, body } = await twin.wire(`GET /v1/customers?starting_after=${ids[0]}&ending_before=${ids[1]}`, {
      key: KEY,
    });
    expect(status).toBe(400);
    expect(body.error.code).toBe("parameters_exclusive");
  });

  test("a list goes on behind what was deleted while it was walked", async () => {
    const cleaning = twin.sdk("sk_test_pagination_cleaning");
    for (let at = 0; at < 12; at += 1) await cleaning.products.create({ name: String(at) });
    const walked: string[] = [];
    for await (const product of cleaning.products.list({ limit: 3 })) {
      walked.push(product.name);
      await cleaning.products.del(product.id);
    }
    expect(walked).toEqual(["11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "0"]);
    expect((await cleaning.products.list()).data).toEqual([]);
  });

  test("whichever are deleted, the page behind a deleted one starts at the next that is left", async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), async (order) => {
        const gappy = twin.sdk(`sk_test_pagination_departed_${(runs += 1)}`);
        const made: string[] = [];
        for (let at = 0; at < 6; at += 1) made.push((await gappy.customers.create({ name: String(at) })).id);
        for (const at of order) await gappy.customers.del(made[at]!);
        const late = await gappy.customers.create({ name: "late" });
        const left = [5, 4, 3, 2, 1, 0].filter((at) => !order.includes(at));
        for (const at of order) {
          const behind = await gappy.customers.list({ starting_after: made[at]! });
          expect(shown(behind)).toEqual(left.filter((other) => other < at).map((other) => made[other]!));
        }
        expect(shown(await gappy.customers.list({ starting_after: late.id }))).toEqual(left.map((at) => made[at]!));
      }),
      { numRuns: 30, seed: 7 },
    );
  });
});
