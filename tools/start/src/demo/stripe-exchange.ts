import Stripe from "stripe";
import type { Console } from "../console.ts";
import { requireResult } from "./require-result.ts";
import { startReceiver, type WebhookReceiver } from "./webhook-receiver.ts";

const SECRET_KEY = "sk_test_demonstration";
const AMOUNT = { amount: 4_200, currency: "usd" } as const;

/**
 * Pays and refunds through the official SDK, of which only host, port and protocol are changed, and takes the signed webhooks.
 * @returns how many requests the SDK made
 * @throws StartFailure where an answer is not what it has to be
 */
export async function stripeExchange(port: number, console: Console): Promise<number> {
  const stripe = new Stripe(SECRET_KEY, { host: "127.0.0.1", port, protocol: "http" });
  let requests = 0;
  // oxlint-disable-next-line typescript/no-unsafe-call -- the SDK declares its `on` as any
  stripe.on("response", () => (requests += 1));
  await using receiver = await startReceiver();
  const endpoint = await stripe.webhookEndpoints.create({
    url: receiver.url,
    enabled_events: ["payment_intent.succeeded", "charge.refunded"],
  });
  const secret = endpoint.secret ?? "";
  console.step(
    "stripe",
    `stripe-node ${Stripe.PACKAGE_VERSION} talks to 127.0.0.1:${port}; webhooks go to ${receiver.url}`,
  );
  const customer = await stripe.customers.create({ name: "Ada Lovelace", email: "ada@example.com" });
  console.step("stripe", `customer ${customer.id} created`);
  const intent = await stripe.paymentIntents.create({
    ...AMOUNT,
    customer: customer.id,
    automatic_payment_methods: { enabled: true, allow_redirects: "never" },
  });
  const paid = await stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" });
  requireResult("the status of the payment", paid.status, "succeeded");
  console.step("stripe", `payment ${paid.id} of 42.00 USD by pm_card_visa: ${paid.status}`);
  await expectWebhook(stripe, receiver, { type: "payment_intent.succeeded", secret, id: paid.id }, console);
  const refund = await stripe.refunds.create({ payment_intent: paid.id });
  requireResult("the status of the refund", refund.status, "succeeded");
  console.step("stripe", `refund ${refund.id} of 42.00 USD: ${refund.status}`);
  const charge = typeof refund.charge === "string" ? refund.charge : (refund.charge?.id ?? "");
  await expectWebhook(stripe, receiver, { type: "charge.refunded", secret, id: charge }, console);
  return requests;
}

interface Expected {
  readonly type: string;
  readonly secret: string;
  /** Of the object that the event is about. */
  readonly id: string;
}

async function expectWebhook(
  stripe: Stripe,
  receiver: WebhookReceiver,
  { type, secret, id }: Expected,
  console: Console,
): Promise<void> {
  const event = await receiver.take(type, ({ body, signature }) => {
    const verified = stripe.webhooks.constructEvent(body, signature, secret);
    return verified.type === type ? verified : undefined;
  });
  requireResult(`the object of ${type}`, (event.data.object as { id?: string }).id, id);
  console.step("webhook", `${type} ${event.id} received, its signature verified`);
}
