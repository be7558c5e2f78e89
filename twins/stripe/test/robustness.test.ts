import { createTwin, type OperationDefinition } from "@twinkit-pro/twinkit";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { twin as definition } from "../src/index.ts";

/** Whatever a client sends, the answer is Stripe's, never a failure of the twin. */
const RUNS_PER_OPERATION = 150;
const SEED = 20_261_123;
const HEADERS = {
  authorization: "Bearer sk_test_robustness",
  "content-type": "application/x-www-form-urlencoded",
};

const twin = createTwin(definition, { clock: { start: { mode: "frozen", atMs: Date.UTC(2026, 10, 23) } } });
afterAll(() => twin.close());

type Operation = Pick<OperationDefinition<never>, "method" | "pattern" | "body" | "query">;

const operations = definition.resources.flatMap(({ operations: named }) =>
  Object.entries(named).map(([name, operation]) => [name, operation as Operation] as const),
);

function namesOf(schema: Operation["body"]): string[] {
  const { entries } = (schema ?? {}) as { readonly entries?: Readonly<Record<string, unknown>> };
  return Object.keys(entries ?? {});
}

const word = fc.constantFrom(
  "",
  "0",
  "1",
  "-1",
  "100",
  "9007199254740993",
  "1.5",
  "true",
  "false",
  "null",
  "inf",
  "usd",
  "eur",
  "card",
  "month",
  "tiered",
  "pm_card_visa",
  "pm_card_chargeDeclined",
  "tok_visa",
  "automatic",
  "manual",
  "off_session",
  "on_session",
  "http://127.0.0.1/x",
  "a@example.com",
  "customer.created",
  "*",
  "customer",
  "data.customer",
  "latest_charge.balance_transaction",
  "4242424242424242",
  "__proto__",
  "constructor",
  "💳",
  "name~'exam'",
  "metadata['a']:'b'",
);
const value = fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: fc.string() });
const nesting = fc.array(
  fc.constantFrom(
    "",
    "0",
    "1",
    "card",
    "number",
    "amount",
    "name",
    "address",
    "line1",
    "gte",
    "enabled",
    "key",
    "__proto__",
    "toString",
  ),
  { maxLength: 3 },
);

function formOf(operation: Operation): fc.Arbitrary<string> {
  const known = [...namesOf(operation.body), ...namesOf(operation.query)];
  const name = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known, "expand") },
    { weight: 1, arbitrary: fc.constantFrom("nope", "__proto__", "constructor", "a[", "[]") },
  );
  const pair = fc.tuple(name, nesting, value).map(([head, path, text]) => {
    const full = head + path.map((segment) => `[${segment}]`).join("");
    return `${encodeURIComponent(full)}=${encodeURIComponent(text)}`;
  });
  return fc.array(pair, { maxLength: 6 }).map((pairs) => pairs.join("&"));
}

test.each(operations)("%s never fails on what it is sent", async (_, operation) => {
  await fc.assert(
    fc.asyncProperty(formOf(operation), fc.constantFrom("x", "__proto__", "%F0%9F%92%B3"), async (form, id) => {
      const path = operation.pattern.replaceAll(/:\w+/g, id);
      const isRead = operation.method === "GET" || operation.method === "DELETE";
      const url = `http://127.0.0.1:4111${path}${isRead ? `?${form}` : ""}`;
      const init = { method: operation.method, headers: HEADERS, ...(isRead ? {} : { body: form }) };
      const response = await twin.fetch(new Request(url, init));
      expect(response.status, `${operation.method} ${path} ${form}`).toBeLessThan(500);
    }),
    { numRuns: RUNS_PER_OPERATION, seed: SEED },
  );
});
