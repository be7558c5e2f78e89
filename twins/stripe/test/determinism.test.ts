import { createTwin } from "@twinkit-pro/twinkit";
import { expect, test } from "vitest";
import { twin as definition } from "../src/index.ts";

const START_MS = Date.UTC(2026, 10, 23, 12);
const HEADERS = {
  authorization: "Bearer sk_test_determinism",
  "content-type": "application/x-www-form-urlencoded",
};

const NO_REDIRECTS = "automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never";

const REQUESTS: readonly [string, string, string?][] = [
  ["POST", "/v1/customers", "name=Ada&metadata[plan]=pro"],
  ["POST", "/v1/products", "name=Plan&default_price_data[currency]=usd&default_price_data[unit_amount]=900"],
  ["POST", "/v1/webhook_endpoints", "url=https://example.com/hook&enabled_events[]=*"],
  ["POST", "/v1/customers", "name=Grace&payment_method=pm_card_visa"],
  ["POST", "/v1/payment_intents", `amount=2000&currency=usd&payment_method=pm_card_visa&confirm=true&${NO_REDIRECTS}`],
  ["POST", "/v1/payment_intents", `amount=1&currency=usd`],
  [
    "POST",
    "/v1/payment_intents",
    `amount=900&currency=eur&payment_method=pm_card_chargeDeclined&confirm=true&${NO_REDIRECTS}`,
  ],
  ["POST", "/v1/setup_intents", `payment_method=pm_card_threeDSecure2Required&confirm=true&${NO_REDIRECTS}`],
  ["POST", "/v1/customers", "nonsense=1"],
  ["GET", "/v1/customers?limit=1"],
  ["GET", "/v1/prices?expand[]=data.product"],
  ["GET", "/v1/charges?expand[]=data.balance_transaction"],
  ["GET", "/v1/balance"],
  ["GET", "/v1/events?limit=100"],
  ["GET", "/v1/unicorns"],
];

async function ledgerOf(seed: number): Promise<string> {
  const twin = createTwin(definition, { seed, clock: { start: { mode: "frozen", atMs: START_MS } } });
  for (const [method, path, body] of REQUESTS) {
    const init = body === undefined ? { method, headers: HEADERS } : { method, headers: HEADERS, body };
    await twin.fetch(new Request(`http://127.0.0.1:4111${path}`, init));
  }
  const answer = await twin.fetch(new Request("http://127.0.0.1:4111/admin/requests", { headers: HEADERS }));
  const ledger = await answer.text();
  await twin.close();
  return ledger.replaceAll(/"(?:at|duration_ms)":(?:"[^"]*"|[\d.e-]+),?/g, "");
}

test("the same seed and the same requests leave byte-equal ledgers; another seed does not", async () => {
  const ledger = await ledgerOf(7);
  expect(ledger).toContain("cus_");
  expect(await ledgerOf(7)).toBe(ledger);
  expect(await ledgerOf(8)).not.toBe(ledger);
});
