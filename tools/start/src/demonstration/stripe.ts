import { randomUUID } from "node:crypto";
import Stripe from "stripe";
import { say } from "../report.ts";
import { openWebhookReceiver } from "./webhook-receiver.ts";

const WEBHOOK_MS_MAX = 15_000;
const AMOUNT = 2_000;

/** Customer, payment, refund and signed webhook through the official SDK; only host, port and protocol are set. */
export async function demonstrateStripe(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  // A key of its own is a world of its own: the exchange meets nothing of earlier ones.
  const stripe = new Stripe(`sk_test_${randomUUID().replaceAll("-", "")}`, { host: hostname, port, protocol: "http" });
  await using receiver = await openWebhookReceiver();
  const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ["*"] });

  const customer = await stripe.customers.create({ email: "ada@example.com", name: "Ada Lovelace" });
  say("stripe", `customer ${customer.id} created`);

  const payment = await stripe.paymentIntents.create({
    amount: AMOUNT,
    currency: "usd",
    customer: customer.id,
    payment_method: "pm_card_visa",
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    confirm: true,
  });
  say("", `payment ${payment.id} ${payment.status}, ${money(payment.amount_received)} ${payment.currency}`);

  const refund = await stripe.refunds.create({ payment_intent: payment.id });
  say("", `refund ${refund.id} ${refund.status ?? "unknown"}, ${money(refund.amount)} ${refund.currency}`);

  const webhook = await receiver.next(
    ({ body }) => body.includes('"charge.refunded"'),
    AbortSignal.timeout(WEBHOOK_MS_MAX),
  );
  const signature = String(webhook.headers["stripe-signature"]);
  const event = stripe.webhooks.constructEvent(webhook.body, signature, endpoint.secret ?? "");
  say("", `webhook ${event.type} arrived as ${event.id}, its signature verified`);
}

function money(minorUnits: number): string {
  return (minorUnits / 100).toFixed(2);
}
