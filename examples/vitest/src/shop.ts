import type Stripe from "stripe";

export interface Order {
  readonly id: string;
  readonly email: string;
  /** In cents. */
  readonly amount: number;
  readonly card: string;
}

export type OrderStatus = "open" | "declined" | "paid";

/** What a shop has to do with Stripe: take money for an order, and hear from Stripe that it came. */
export class Shop {
  readonly #stripe: Stripe;
  readonly #webhookSecret: string;
  readonly #orders = new Map<string, OrderStatus>();

  constructor(stripe: Stripe, webhookSecret = "") {
    this.#stripe = stripe;
    this.#webhookSecret = webhookSecret;
  }

  statusOf(order: string): OrderStatus | undefined {
    return this.#orders.get(order);
  }

  /** Safe to repeat: each order has its idempotency keys, so no card is charged twice. */
  async checkout({ id, email, amount, card }: Order): Promise<OrderStatus> {
    this.#orders.set(id, "open");
    const customer = await this.#stripe.customers.create({ email }, { idempotencyKey: `${id}/customer` });
    try {
      await this.#stripe.paymentIntents.create(
        {
          amount,
          currency: "eur",
          customer: customer.id,
          payment_method: card,
          confirm: true,
          automatic_payment_methods: { enabled: true, allow_redirects: "never" },
          metadata: { order: id },
        },
        { idempotencyKey: `${id}/payment` },
      );
    } catch (error) {
      if ((error as Stripe.errors.StripeError).type !== "StripeCardError") throw error;
      this.#orders.set(id, "declined");
    }
    return this.#orders.get(id) ?? "open";
  }

  /** @throws StripeSignatureVerificationError for what is not from Stripe */
  hear(body: Buffer, signature: string): void {
    const event = this.#stripe.webhooks.constructEvent(body, signature, this.#webhookSecret);
    const order = event.type === "payment_intent.succeeded" ? event.data.object.metadata["order"] : undefined;
    if (order !== undefined) this.#orders.set(order, "paid");
  }
}
