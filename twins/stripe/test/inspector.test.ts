import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { browserMissing, openTab, pictures } from "./support/browser.ts";
import { startTwin } from "./support/harness.ts";
import { failureOf } from "./support/payments.ts";
import { startReceiver } from "./support/receiver.ts";

const missing = browserMissing();
const HOSTILE = `<img src=x onerror="window.marker=1">"><script>window.marker=1</script>\u202egnp.exe`;

describe.skipIf(missing !== null)(`the inspector with Stripe's data${missing === null ? "" : ` (${missing})`}`, () => {
  it("shows a customer's payment from the request to the webhook, and runs nothing of what a customer wrote", async () => {
    await using twin = await startTwin();
    await using receiver = await startReceiver();
    await using tab = await openTab();
    const stripe = twin.sdk("sk_test_inspector");
    await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });
    await stripe.webhookEndpoints.create({ url: "http://127.0.0.1:9/nobody", enabled_events: ["charge.succeeded"] });
    const hostile = await stripe.customers.create({ name: HOSTILE, email: "eve@example.com" });
    const customer = await stripe.customers.create({ name: "Ada Lovelace", email: "ada@example.com" });
    const payment = await stripe.paymentIntents.create({
      amount: 2_000,
      currency: "usd",
      customer: customer.id,
      payment_method: "pm_card_visa",
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    });
    await stripe.customers.retrieve("cus_nobody").catch(() => null);
    await twin.wire("GET /v1/treasury/financial_accounts", { key: "sk_test_inspector" });
    await twin.twin.settle();
    const { page } = tab;

    await page.goto(`${twin.url}/admin/ui`);
    await pictures(page, "overview");
    await page
      .getByRole("link", { name: /^Requests/ })
      .first()
      .click();
    await page.getByRole("link", { name: /POST \/v1\/payment_intents 200/ }).click();
    await page.getByRole("heading", { name: "POST /v1/payment_intents" }).waitFor();
    await pictures(page, "requests");
    await page.getByRole("link", { name: customer.id }).first().click();
    await page.getByRole("heading", { name: customer.id }).waitFor();
    await pictures(page, "state");
    await page.goto(`${page.url().replace(customer.id, hostile.id)}`);
    await page.getByText("U+202E").first().waitFor();
    await pictures(page, "state-hostile");
    await page.getByRole("link", { name: /^Webhooks/ }).click();
    await page.getByRole("link", { name: /payment_intent.succeeded/ }).click();
    await page.getByRole("heading", { name: "payment_intent.succeeded" }).waitFor();
    await pictures(page, "webhooks");
    for (const name of ["Faults", "Clock", "Snapshots", "Behaviour", "Runs", "Worlds"]) {
      await page
        .getByRole("navigation", { name: "Panels" })
        .getByRole("link", { name: new RegExp(`^${name}`) })
        .click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
      await pictures(page, name.toLowerCase());
    }
    expect(payment.status).toBe("succeeded");
    expect(await page.evaluate("window.marker")).toBeUndefined();
    expect(tab.problems).toEqual([]);
  });

  it("does what its buttons say, and the unmodified SDK sees it", async () => {
    await using twin = await startTwin();
    await using receiver = await startReceiver();
    await using tab = await openTab();
    const { page } = tab;
    const stripe = twin.sdk("sk_test_inspector_actions");
    const panel = async (name: string): Promise<void> => {
      await page
        .getByRole("navigation", { name: "Panels" })
        .getByRole("link", { name: new RegExp(`^${name}`) })
        .click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
    };
    const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["customer.created"] });
    const ada = await stripe.customers.create({ name: "Ada Lovelace" });
    await twin.twin.settle();
    await page.goto(`${twin.url}/admin/ui`);

    await panel("Faults");
    await page.getByLabel("Method").selectOption("POST");
    await page.getByLabel("Path").fill("/v1/customers");
    await page.getByLabel("Error status").fill("500");
    await page.getByLabel("Count").fill("1");
    await page.getByRole("button", { name: "Arm the fault" }).click();
    await page.getByText("1 left").waitFor();
    const failed = await failureOf(stripe.customers.create({ name: "Grace Hopper" }));
    expect(failed).toBeInstanceOf(Stripe.errors.StripeAPIError);
    await page.getByText("fired 1 time").waitFor();
    expect((await stripe.customers.create({ name: "Grace Hopper" })).name).toBe("Grace Hopper");

    await panel("Webhooks");
    await page
      .getByRole("link", { name: /customer.created delivered/ })
      .last()
      .click();
    await page.getByRole("button", { name: /^Replay/ }).click();
    await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(3);
    const { body, headers } = receiver.received[2]!;
    const event = stripe.webhooks.constructEvent(body, headers["stripe-signature"]!, endpoint.secret!);
    expect(event.data.object).toMatchObject({ id: ada.id });

    await panel("Snapshots");
    await page.getByLabel("Name").fill("two-customers");
    await page.getByRole("button", { name: "Take a snapshot" }).click();
    await page.getByRole("button", { name: "Restore two-customers" }).waitFor();
    await stripe.customers.del(ada.id);
    await page.getByRole("button", { name: "Restore two-customers" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
    await page.getByText("The world is what it was at two-customers.").waitFor();
    expect(await stripe.customers.retrieve(ada.id)).toMatchObject({ name: "Ada Lovelace" });

    await panel("Clock");
    await page.getByRole("button", { name: "Advance by 30 days" }).click();
    await page.getByText("The clock stands at 2026-12-23").waitFor();
    const later = await stripe.customers.create({ name: "Later" });
    expect(later.created).toBe(Date.UTC(2026, 11, 23, 12) / 1_000);

    await panel("Worlds");
    const world = await page.getByRole("combobox", { name: "World", exact: true }).inputValue();
    await page.getByRole("button", { name: `Reset ${world}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
    await page.getByText(`World ${world} is as new.`).waitFor();
    expect((await stripe.customers.list()).data).toEqual([]);
    expect(tab.problems).toEqual([]);
  });
});
