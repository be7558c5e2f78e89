import type { Page } from "@playwright/test";
import { findBrowser } from "./find-browser.ts";
import { expect, test } from "./fixtures.ts";

test.skip(findBrowser() === undefined, "needs Chromium: on the path, or named by CHROMIUM");

async function order(page: Page, url: string, card = "Visa"): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Card").selectOption({ label: card });
  await page.getByRole("button", { name: "Order" }).click();
  await page.waitForURL(({ pathname }) => pathname !== "/");
}

test("a webhook tells the customer that the money is reserved", async ({ page, shop, world }) => {
  await order(page, shop.url);
  await world.settle();
  await page.reload();
  await expect(page.getByRole("status")).toHaveText("Reserved: you pay when it ships.");
});

test("the bank asks on a page of the twin, and sends the customer back", async ({ page, shop, world }) => {
  await order(page, shop.url, "Visa that asks");
  expect(page.url()).toContain(world.stripe.url);
  await page.getByRole("button", { name: "Complete" }).click();
  await expect(page).toHaveURL(new RegExp(`^${shop.url}/orders/1\\?.*redirect_status=succeeded`));
  await world.settle();
  await page.reload();
  await expect(page.getByRole("status")).toHaveText("Reserved: you pay when it ships.");
});

test("a declined card can be replaced", async ({ page, shop }) => {
  await order(page, shop.url, "Visa that is declined");
  await expect(page.getByRole("alert")).toHaveText("Your card was declined.");
  await expect(page.getByLabel("Card")).toBeVisible();
});

test("what did not ship within a week is released", async ({ page, shop, world }) => {
  await order(page, shop.url);
  await world.clock.advance("8d");
  await page.reload();
  await expect(page.getByRole("status")).toHaveText("Released: it did not ship in time.");
});

test("while Stripe is down, the customer hears that nothing was charged", async ({ page, shop, world }) => {
  world.stripe.fault({ match: { method: "POST", path: "/v1/payment_intents" }, count: 1, effect: { status: 500 } });
  await order(page, shop.url);
  await expect(page.getByRole("alert")).toContainText("Nothing was charged.");
  await order(page, shop.url);
  await expect(page).toHaveURL(/\/orders\//);
});

test("no test sees the orders of another", async ({ shop, world }) => {
  expect(shop.url).toBeTruthy();
  expect(world.requests().map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /v1/webhook_endpoints"]);
});
