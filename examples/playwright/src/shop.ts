import type Stripe from "stripe";

const STATUS = {
  "payment_intent.amount_capturable_updated": "Reserved: you pay when it ships.",
  "payment_intent.canceled": "Released: it did not ship in time.",
} as const;

/** A shop that takes pre-orders: it reserves the money, and takes it when it ships. */
export class Shop {
  readonly #stripe: Stripe;
  readonly #orders = new Map<string, string>();
  #webhookSecret = "";

  constructor(stripe: Stripe) {
    this.#stripe = stripe;
  }

  /** Has Stripe tell the shop what becomes of its payments. */
  async open(webhookUrl: string): Promise<void> {
    const endpoint = await this.#stripe.webhookEndpoints.create({
      url: webhookUrl,
      enabled_events: Object.keys(STATUS) as (keyof typeof STATUS)[],
    });
    this.#webhookSecret = endpoint.secret ?? "";
  }

  statusOf(order: string): string {
    return this.#orders.get(order) ?? "Waiting for your bank.";
  }

  /** @returns where the customer goes next: to the bank, or to the order */
  async checkout(order: string, { email, card }: { email: string; card: string }, orderUrl: string): Promise<string> {
    const payment = await this.#stripe.paymentIntents.create({
      amount: 4_200,
      currency: "eur",
      capture_method: "manual",
      payment_method: card,
      confirm: true,
      return_url: orderUrl,
      receipt_email: email,
      metadata: { order },
    });
    return payment.next_action?.redirect_to_url?.url ?? orderUrl;
  }

  /** @throws StripeSignatureVerificationError for what is not from Stripe */
  hear(body: Buffer, signature: string): void {
    const event = this.#stripe.webhooks.constructEvent(body, signature, this.#webhookSecret);
    if (event.type !== "payment_intent.amount_capturable_updated" && event.type !== "payment_intent.canceled") return;
    this.#orders.set(event.data.object.metadata["order"] ?? "", STATUS[event.type]);
  }
}
