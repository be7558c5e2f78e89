import { checkLeaks } from "@twinkit-pro/twinkit/testing";
import { expect, it } from "vitest";

const headers = { authorization: "Bearer sk_test_leak", "content-type": "application/x-www-form-urlencoded" };
const post = (path: string, body: string) => ({ method: "POST", path, headers, body });

/** Events to tell, a challenge that expires, and an endpoint of the vendor's kind that nobody answers at. */
const requests = [
  post("/v1/webhook_endpoints", "url=http%3A%2F%2F127.0.0.1%3A1%2Fhook&enabled_events[]=*"),
  post("/v1/customers", "name=Ada"),
  post(
    "/v1/payment_intents",
    "amount=2000&currency=eur&confirm=true&payment_method=pm_card_visa&return_url=https%3A%2F%2Fshop.test",
  ),
];

it("leaves no handle, timer or listener when it is closed in the middle of its work", async () => {
  expect(await checkLeaks(new URL("../dist/index.js", import.meta.url), { requests })).toEqual([]);
});
